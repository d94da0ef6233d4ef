import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContactObserved, CrmAdapter } from '../../src/adapters/crm-adapter.js';
import { readContacts } from '../../src/adapters/read-contacts.js';
import { SeenIds } from '../../src/adapters/sync/seen-ids.js';
import { contextOf } from '../../src/core/context.js';
import { ingest } from '../../src/core/ingest/ingest.js';
import type { Rejected } from '../../src/core/page.js';
import { memory } from '../../src/core/store/memory.js';
import { matcher } from '../../src/identity/matcher/matcher.js';
import { notary } from '../../src/identity/notary.js';
import { recognizer } from '../../src/identity/recognizer.js';

const source = 'test/contacts';

function contact(externalId: string, name = `Person ${externalId}`): ContactObserved {
  const head = { source, externalId, kind: 'contact', party: 'person', origin: 'import' } as const;
  return {
    type: 'contact',
    contact: { ...head, identifiers: [], attributes: { name }, observedAt: '2026-01-01T00:00:00.000Z' },
  };
}

/** A CRM that lists 100 contacts a page. */
function start() {
  const store = memory();
  const context = contextOf();
  const intake = ingest({ store, context, recognizer: recognizer({ resolver: matcher(), context }) });
  return {
    async read(items: ContactObserved[], rejected: Rejected[] = []) {
      const adapter: CrmAdapter = {
        contract: 1,
        crm: { id: 'test', name: 'Test' },
        source,
        contacts: async ({ cursor = '0' } = {}) => {
          const end = Number(cursor) + 100;
          const next = end < items.length ? { next: String(end) } : {};
          return { items: items.slice(Number(cursor), end), rejected: cursor === '0' ? rejected : [], ...next };
        },
      };
      await readContacts({ store, context, ingest: intake, notary: notary(context), crm: 'test', adapter });
    },
    async standing() {
      const rows = await store.list('records', 'ofSource', { where: { source }, limit: 10_000 });
      return rows.filter(({ state }) => state === 'standing').map(({ externalId }) => externalId);
    },
  };
}

describe('reading contacts', () => {
  it('retires those whom a whole reading no longer finds, however many they are', async () => {
    const { read, standing } = start();
    const all = Array.from({ length: 950 }, (_, number) => contact(`c${number}`));
    await read(all);
    expect(await standing()).toHaveLength(950);
    await read(all.filter((_, number) => number % 2 === 0));
    expect(await standing()).toEqual(
      all
        .flatMap((item, number) => (number % 2 === 0 && item.type === 'contact' ? item.contact.externalId : []))
        .sort(),
    );
    await read(all);
    expect(await standing()).toHaveLength(950);
  });

  it('keeps a contact that is there and says what can not be taken in', async () => {
    const { read, standing } = start();
    await read([contact('ann'), contact('bob')]);
    await read([contact('ann', 'x'.repeat(2000))]);
    expect(await standing()).toEqual(['ann']);
  });

  it('takes nobody for missing when something could not be read', async () => {
    const { read, standing } = start();
    await read([contact('ann'), contact('bob')]);
    await read([contact('ann')], [{ reason: 'too few columns', at: 'line 3' }]);
    expect(await standing()).toEqual(['ann', 'bob']);
  });
});

describe('seen ids', () => {
  it('have whom they were told of and nobody else', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 3000 }), fc.array(fc.string()), (told, others) => {
        const seen = new SeenIds();
        for (const id of told) seen.add(id);
        for (const id of told) expect(seen.has(id)).toBe(true);
        for (const id of others) expect(seen.has(id)).toBe(told.includes(id));
        seen.add('later');
        expect(seen.has('later')).toBe(true);
      }),
    );
  });

  it('tell ids apart that differ in little', () => {
    const seen = new SeenIds();
    for (let number = 0; number < 50_000; number++) seen.add(`c${number * 2}`);
    const taken = Array.from({ length: 50_000 }, (_, number) => `c${number * 2 + 1}`).filter((id) => seen.has(id));
    expect(taken).toEqual([]);
  });
});
