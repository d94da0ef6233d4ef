import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ContactObserved } from '../../../../src/adapters/crm-adapter.js';
import { markedHtml, markedText, markerIn, unmarked, whatFits } from '../../../../src/adapters/crms/hubspot/marker.js';
import { madeUpPortal, readAll } from '../../../support/fake-hubspot/made-up-portal.js';
import type { StoredRecord } from '../../../support/fake-hubspot/portal-records.js';

const anyText = fc.string({
  unit: fc.constantFrom('a', ' ', '[', ']', '{', '}', '"', '<', '>', '&', '\n', '%', '🚲', 'ü', '[kenning ', '\\'),
  maxLength: 40,
});

it('a mark is read as it was written, whatever stands before it', () => {
  fc.assert(
    fc.property(
      anyText.filter((key) => key.trim() === key && key !== ''),
      anyText,
      fc.option(fc.dictionary(fc.stringMatching(/^[a-z_]{1,9}$/), anyText), { nil: undefined }),
      (key, text, filled) => {
        const marker = { key, ...(filled && { filled }) };
        expect(markerIn(markedHtml({ title: text, text, permalink: 'https://made.up/?a=1&b="', marker }))).toEqual(
          marker,
        );
        const plain = markedText({ text, marker });
        expect(unmarked(plain)).toBe(text.trimEnd());
      },
    ),
    { numRuns: Number(process.env.KENNING_HISTORIES ?? 300) },
  );
});

it('a note is never longer than HubSpot takes, and never loses its mark', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70_000 }), anyText, (length, piece) => {
      const text = (piece || 'x').repeat(Math.ceil(length / (piece.length || 1)));
      const filled = whatFits([
        ['c', '['.repeat(length % 16_000)],
        ['a', text],
        ['b', piece],
      ]);
      const body = markedHtml({ title: piece, text, marker: { key: 'k', filled } });
      expect(body.length).toBeLessThanOrEqual(65_536);
      expect(markerIn(body)).toEqual({ key: 'k', filled });
    }),
    { numRuns: 100 },
  );
});

/** What somebody in HubSpot may do between two readings. */
const deed = fc.oneof(
  fc.record({ type: fc.constant('add' as const) }),
  fc.record({ type: fc.constantFrom('change' as const, 'remove' as const), at: fc.nat(30) }),
  fc.record({ type: fc.constant('merge' as const), at: fc.nat(30), other: fc.nat(30) }),
  fc.record({ type: fc.constant('read' as const), limit: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ type: fc.constant('wait' as const), ms: fc.nat(600_000) }),
);

it('whoever reads only what changed knows in the end what stands, and who became whom', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 40 }), async (deeds) => {
      const { crm, records, clock, close } = await madeUpPortal({ overlapMs: 1000 });
      const known = new Map<string, string>();
      const became = new Map<string, string>();
      let since: string | undefined;
      const read = async (limit = 3) => {
        const page = await readAll<ContactObserved>(crm.contacts, { limit, ...(since !== undefined && { since }) });
        for (const item of page.items) {
          if (item.type === 'contact') known.set(item.contact.externalId, item.contact.attributes.title ?? '');
          else if (item.type === 'removed') known.delete(item.of.externalId);
          else {
            known.delete(item.from.externalId);
            became.set(item.from.externalId, item.into.externalId);
          }
        }
        since = page.changed;
      };
      const standing = () => records.all('contacts').filter(({ archivedAt }) => !archivedAt);
      const pick = (at: number): StoredRecord | undefined => standing()[at % (standing().length || 1)];
      const merged: string[] = [];
      let changes = 0;
      await read();
      for (const one of deeds) {
        clock.turn(1);
        if (one.type === 'add') records.add('contacts', { email: `${++changes}@made-up.example` });
        else if (one.type === 'read') await read(one.limit);
        else if (one.type === 'wait') clock.turn(one.ms);
        else {
          const record = pick(one.at);
          const other = one.type === 'merge' ? pick(one.other) : undefined;
          if (!record) continue;
          if (one.type === 'change') records.change('contacts', record, { jobtitle: `title ${++changes}` });
          else if (one.type === 'remove') records.archive('contacts', record.id);
          else if (other && other !== record) {
            merged.push(record.id, other.id);
            records.merge('contacts', record, other);
          }
        }
      }
      clock.turn(1);
      await read();
      expect(known).toEqual(new Map(standing().map(({ id, properties }) => [id, properties.jobtitle ?? ''])));
      for (const id of merged) {
        const end = records.find('contacts', id)?.id;
        if (end) expect(became.get(id), `${id} became ${end}`).toBe(end);
      }
      await close();
    }),
    { numRuns: Math.min(300, Number(process.env.KENNING_HISTORIES ?? 30)) },
  );
});
