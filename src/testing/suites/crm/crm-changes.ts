import assert from 'node:assert/strict';
import type { ContactObserved, CrmAdapter } from '../../../adapters/crm-adapter.js';
import { Absent } from '../absent.js';
import { pagesOf, refusal } from '../expect.js';
import { facet } from '../facet.js';
import { addPeople, type CrmSubject, crmPerson, possible, withCrm } from './crm-subject.js';

/** Walks to the end and gives what is told, and the place for the next time. */
async function read(adapter: CrmAdapter, since?: string, limit = 4) {
  const pages = await pagesOf<ContactObserved, Awaited<ReturnType<CrmAdapter['contacts']>>>(
    (page) => adapter.contacts({ ...page, ...(since !== undefined && { since }) }),
    { limit },
  );
  const { changed } = pages.at(-1) ?? {};
  if (changed === undefined) throw new Absent('this CRM can not tell what changed');
  return { items: pages.flatMap(({ items }) => items), changed };
}

/** The place from which changes are read from now on. @throws Absent where the CRM has none */
export async function placeOf(adapter: CrmAdapter): Promise<string> {
  return (await read(adapter)).changed;
}

/** Which contacts became which others since a place, by their ids. */
export async function mergesTold(adapter: CrmAdapter, since: string): Promise<Map<string, string>> {
  const { items } = await read(adapter, since);
  return new Map(
    items.flatMap((item) => (item.type === 'merged' ? [[item.from.externalId, item.into.externalId] as const] : [])),
  );
}

/** The names that contacts have in what was told, the last counting. */
function namesIn(items: readonly ContactObserved[]): Map<string, string> {
  return new Map(
    items.flatMap((item) =>
      item.type === 'contact' ? [[item.contact.externalId, JSON.stringify(item.contact.attributes)] as const] : [],
    ),
  );
}

const isGone = (items: readonly ContactObserved[], id: string) =>
  items.some(
    (item) =>
      (item.type === 'removed' && item.of.externalId === id) || (item.type === 'merged' && item.from.externalId === id),
  );

/** What changed since a place. */
export const crmChanges = facet<CrmSubject>('changes', {
  'are none when nothing changed': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      await addPeople(crm, 9);
      const { changed } = await read(adapter);
      // What changed at the last moment may be told twice.
      const { items } = await read(adapter, changed);
      assert.ok(!items.some(({ type }) => type !== 'contact'), 'nothing is gone');
    }),

  'are what was added and changed': (subject) =>
    withCrm(subject, async ({ adapter, connect, crm }) => {
      const change = possible(crm, 'change');
      const [first = ''] = await addPeople(crm, 6);
      const { changed } = await read(adapter);
      await change(first, { givenName: 'Astrid' });
      const added = await crm.add(crmPerson(77));
      const names = namesIn((await read(connect(), changed)).items);
      assert.match(names.get(first) ?? '', /Astrid/, 'what changed is told');
      assert.match(names.get(added) ?? '', /Maya77/, 'what was added is told');
    }),

  'are told of what was removed': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const remove = possible(crm, 'remove');
      const [first = '', second = ''] = await addPeople(crm, 3);
      const { changed } = await read(adapter);
      await remove(first);
      const { items } = await read(adapter, changed);
      assert.ok(isGone(items, first), 'the removal is told');
      assert.ok(!isGone(items, second), 'and no other');
    }),

  'are told of a merge': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const merge = possible(crm, 'merge');
      const [into = '', from = ''] = await addPeople(crm, 3);
      const since = await placeOf(adapter);
      const stays = await merge(into, from);
      assert.equal((await mergesTold(adapter, since)).get(from), stays, 'the merge is told, with the one that stays');
    }),

  'of one moment are all told, however small the pages': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const change = possible(crm, 'change');
      const ids = await addPeople(crm, 12);
      const { changed } = await read(adapter);
      await Promise.all(ids.map((id) => change(id, { givenName: 'Astrid' })));
      const names = namesIn((await read(adapter, changed, 2)).items);
      for (const id of ids) assert.match(names.get(id) ?? '', /Astrid/, `the change of ${id} is told`);
    }),

  'that come while it is read are not lost': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const change = possible(crm, 'change');
      const ids = await addPeople(crm, 9);
      const first = await adapter.contacts({ limit: 3 });
      for (const id of ids) await change(id, { givenName: 'Astrid' });
      const added = await crm.add(crmPerson(77));
      const seen = [...first.items];
      let page = first;
      for (let pages = 0; page.next && pages < 100; pages++) {
        page = await adapter.contacts({ limit: 3, cursor: page.next });
        seen.push(...page.items);
      }
      if (page.changed === undefined) throw new Absent('this CRM can not tell what changed');
      const names = namesIn([...seen, ...(await read(adapter, page.changed)).items]);
      for (const id of ids) assert.match(names.get(id) ?? '', /Astrid/, `the change of ${id} is told`);
      assert.ok(names.has(added), 'what was added is told');
    }),

  'are told whatever our clock says': (subject) =>
    withCrm(subject, async ({ adapter, crm, skew }) => {
      const change = possible(crm, 'change');
      const [first = ''] = await addPeople(crm, 3);
      skew(6 * 3_600_000);
      const { changed } = await read(adapter);
      await change(first, { givenName: 'Astrid' });
      skew(-6 * 3_600_000);
      const names = namesIn((await read(adapter, changed)).items);
      assert.match(names.get(first) ?? '', /Astrid/, 'what changed is told');
    }),

  'refuse a place that is none': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      await addPeople(crm, 2);
      await read(adapter);
      const since = 'no place of yours';
      await refusal(() => adapter.contacts({ since }), ['not-found', 'invalid'], 'a place that is none');
    }),
});
