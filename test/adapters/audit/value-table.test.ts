import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ValueTable } from '../../../src/adapters/audit/value-table.js';

it('remembers as a map does who had a value first and how often it was seen', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 2 })), { maxLength: 5000 }),
      (seen) => {
        const table = new ValueTable();
        const known = new Map<string, { first: number; note: number; count: number }>();
        for (const [contact, [value, note]] of seen.entries()) {
          const text = `value ${value}`;
          const before = known.get(text);
          const said = table.see(text, contact, note);
          if (!before) {
            known.set(text, { first: contact, note, count: 1 });
            expect(said).toBeUndefined();
          } else {
            before.count += 1;
            expect(said).toEqual({ first: before.first, note: before.note, count: before.count });
          }
        }
      },
    ),
    { numRuns: 30 },
  );
});
