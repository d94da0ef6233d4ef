import fc from 'fast-check';
import { expect, it } from 'vitest';
import { neutralize, restore } from '../../../src/core/table/formulas.js';

it('what begins like a formula is neutralized and read back unchanged', () => {
  for (const cell of ['=1+1', '+49 151', '-1+1', '@ann', '\tx', '\rx']) expect(neutralize(cell)).toBe(`'${cell}`);
  for (const cell of ['Ann', "'quoted'", '', '1-1']) expect(neutralize(cell)).toBe(cell);
  const text = fc.string({ unit: fc.constantFrom(..."'=+-@\t\rab") });
  fc.assert(
    fc.property(text, (cell) => {
      expect(restore(neutralize(cell))).toBe(cell);
      expect(neutralize(cell)).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

it('a negative number stays one, and what only begins like one does not', () => {
  for (const number of ['-5', '-5.25', '-1e-7']) expect(neutralize(number)).toBe(number);
  for (const cell of ['-5+cmd', '-', '-1-1', '+5']) expect(neutralize(cell)).toBe(`'${cell}`);
});
