import { describe, expect, it } from 'vitest';
import { harborCrm } from '../../examples/custom-crm.js';
import type { ContactObserved, CrmAdapter, DeltaPage } from '../../src/adapters/crm-adapter.js';
import { KenningError } from '../../src/core/errors.js';
import { FakeCrm } from '../../src/testing/fake-crm/fake-crm.js';
import { type FakeCrmAdapter, fakeCrmAdapter } from '../../src/testing/fake-crm/fake-crm-adapter.js';
import { fakeCrmServer } from '../../src/testing/fake-crm/fake-crm-server.js';
import { fakeCrmSide } from '../../src/testing/suites/crm/fake-crm-side.js';
import { type CrmSubject, crmAdapterSuite } from '../../src/testing/suites/crm/index.js';
import { type Outcome, tryOut } from '../../src/testing/suites/try-out.js';
import { flawsOfHttp, type HttpFlaw } from './flaws-of-http.js';

type Page = DeltaPage<ContactObserved>;
type Adapter = FakeCrmAdapter;
/** What is wrong with an adapter. */
type Flaw = (adapter: Adapter, crm: FakeCrm) => object;

const pages =
  (change: (page: Page, options: Parameters<CrmAdapter['contacts']>[0] & object) => Page): Flaw =>
  (adapter) => ({ contacts: async (options = {}) => change(await adapter.contacts(options), options) });
const withoutChanged = (items: ContactObserved[], drop: ContactObserved['type']) =>
  items.filter(({ type }) => type !== drop);
/** A verb that does as it did, with another draft. */
const drafts =
  <Verb extends 'upsert' | 'logActivity' | 'erase' | 'merge' | 'openCase' | 'createLead'>(
    verb: Verb,
    change: (draft: Parameters<Adapter[Verb]['send']>[0], crm: FakeCrm) => object,
  ): Flaw =>
  (adapter, crm) => ({
    [verb]: {
      repeat: 'keyed',
      send: (draft: never) =>
        (adapter[verb].send as (draft: object) => Promise<unknown>)({ ...(draft as object), ...change(draft, crm) }),
    },
  });
/** Tells of some merges only: those that it made itself, or those that people made. */
const tellsMerges =
  (isTold: (merge: { ours: boolean }) => boolean): Flaw =>
  (adapter, crm) => {
    const before = crm.merge.bind(crm);
    const told = new Set<string>();
    let ours = false;
    crm.merge = (into, from) => {
      before(into, from);
      if (isTold({ ours })) told.add(from);
    };
    return {
      contacts: async (options = {}) => {
        const page = await adapter.contacts(options);
        return {
          ...page,
          items: page.items.filter((item) => item.type !== 'merged' || told.has(item.from.externalId)),
        };
      },
      merge: {
        repeat: 'keyed',
        send: async (draft: Parameters<Adapter['merge']['send']>[0]) => {
          ours = true;
          return adapter.merge.send(draft);
        },
      },
    };
  };
/** A merge that is done in another way. */
const merges =
  (change: (draft: Parameters<Adapter['merge']['send']>[0], adapter: Adapter, crm: FakeCrm) => object): Flaw =>
  (adapter, crm) => ({
    merge: { repeat: 'keyed', send: async (draft: never) => change(draft, adapter, crm) },
  });
let keys = 0;
const anotherKey = () => `another key ${++keys}`;

/** By the rule that must find it. Those who speak HTTP stand apart. */
const flaws: Record<string, Flaw> = {
  'shape: it is an adapter of the first contract': () => ({ crm: { id: 'fake-crm', name: '' } }),
  'shape: its verbs are those of the contract': () => ({ logActivty: {} }),
  'contacts: are as the model wants them': pages((page) => ({
    ...page,
    items: page.items.map((item) =>
      item.type === 'contact' ? { ...item, contact: { ...item.contact, observedAt: 'yesterday' } } : item,
    ),
  })),
  'contacts: say what the CRM says': pages((page) => ({
    ...page,
    items: page.items.map((item) =>
      item.type === 'contact'
        ? {
            ...item,
            contact: { ...item.contact, attributes: { name: item.contact.attributes.name ?? '' } },
          }
        : item,
    ),
  })),
  'contacts: keep any name': pages((page) => ({
    ...page,
    items: page.items.filter((item) => !JSON.stringify(item).includes('שלום')),
  })),
  'contacts: are all given, however small the pages': (adapter, crm) => ({
    contacts: async (options: { limit?: number } = {}) => {
      const page = await adapter.contacts(options);
      return crm.contacts.size === 11 ? { ...page, items: page.items.slice(1) } : page;
    },
  }),
  'contacts: go on in another process from a cursor': (adapter) => {
    let given = false;
    return {
      contacts: async (options: { cursor?: string } = {}) => {
        if (options.cursor && !given) return { items: [], rejected: [], changed: '9' };
        given = true;
        return adapter.contacts(options);
      },
    };
  },
  'contacts: are given to two walks at a time': (adapter) => {
    let walks = 0;
    return {
      contacts: async (options: { cursor?: string } = {}) => {
        if (!options.cursor) walks += 1;
        const other = walks > 1;
        const page = await adapter.contacts(options);
        await new Promise((resolve) => setTimeout(resolve));
        if (!page.next) walks -= 1;
        return other ? { ...page, items: page.items.slice(1) } : page;
      },
    };
  },
  'contacts: of an empty CRM are none': (adapter, crm) => ({
    contacts: async (options = {}) => {
      if (crm.contacts.size === 0) throw new KenningError('not-found', 'there are no contacts');
      return adapter.contacts(options);
    },
  }),
  'contacts: are organizations, too': pages((page) => ({
    ...page,
    items: page.items.filter((item) => item.type !== 'contact' || item.contact.party === 'person'),
  })),
  'contacts: refuse a cursor that is none': (adapter) => ({
    contacts: async ({ cursor, ...options }: { cursor?: string } = {}) =>
      adapter.contacts({
        ...options,
        ...(cursor?.startsWith('all ') || cursor?.startsWith('since ') ? { cursor } : {}),
      }),
  }),
  'changes: are none when nothing changed': pages((page, { since }) =>
    since !== undefined && page.items.length === 0
      ? {
          ...page,
          items: [{ type: 'removed', of: { source: 'fake-crm/1', externalId: 'p1' }, at: '2026-01-01T00:00:00.000Z' }],
        }
      : page,
  ),
  'changes: are what was added and changed': pages((page, { since }) =>
    since === undefined
      ? page
      : { ...page, items: page.items.filter((item) => !JSON.stringify(item).includes('Maya77')) },
  ),
  'changes: are told of what was removed': pages((page) => ({ ...page, items: withoutChanged(page.items, 'removed') })),
  'changes: are told of a merge': tellsMerges(({ ours }) => ours),
  'changes: of one moment are all told, however small the pages': pages((page, { limit }) =>
    limit === 2 && page.next && JSON.stringify(page).includes('Astrid')
      ? { ...page, items: page.items.slice(1) }
      : page,
  ),
  'changes: that come while it is read are not lost': (adapter, crm) => ({
    // The place is the one where all ended, not where this walk did.
    contacts: async (options: { cursor?: string; since?: string; limit?: number } = {}) => {
      const page = await adapter.contacts(options);
      return options.cursor && JSON.stringify(page).includes('Astrid')
        ? { items: [], rejected: [], changed: crm.changes.contacts.end }
        : page;
    },
  }),
  'changes: refuse a place that is none': (adapter) => ({
    contacts: async ({ since, ...options }: { since?: string } = {}) =>
      adapter.contacts({ ...options, ...(since !== undefined && /^\d+$/.test(since) ? { since } : {}) }),
  }),
  'look-ups: give those that are asked for, as they stand': (adapter) => ({
    get: async (refs: never) => (await adapter.get(refs)).filter(({ type }, at) => type === 'removed' || at > 0),
  }),
  'look-ups: tell which are gone': (adapter) => ({
    get: async (refs: never) => (await adapter.get(refs)).filter(({ type }) => type === 'contact'),
  }),
  'look-ups: find who says an address, and nobody else': (adapter) => ({
    find: async (identifiers: { value: string }[]) =>
      (await adapter.contacts()).items.flatMap((item) =>
        item.type === 'contact' && identifiers.some(({ value }) => value === 'maya2@people.example')
          ? item.contact
          : [],
      ),
  }),
  'look-ups: find nobody for what nobody says, whatever it is': (adapter) => ({
    find: async (identifiers: { value: string }[]) =>
      identifiers.some(({ value }) => value === '%')
        ? (await adapter.contacts()).items.flatMap((item) => (item.type === 'contact' ? item.contact : []))
        : adapter.find(identifiers as never),
  }),
  'upserts: make one contact of one key': drafts('upsert', ({ key, of }) =>
    of ? {} : { key: `${key}${anotherKey()}` },
  ),
  'upserts: make a contact of somebody of whom only the whole name is known': drafts('upsert', ({ attributes }) => ({
    attributes: attributes?.name === 'Bo Bergström' ? {} : { ...attributes },
  })),
  'upserts: change what they name and nothing else': drafts('upsert', ({ attributes, key }) =>
    key === 'change-1' ? { attributes: { ...attributes, familyName: 'Unknown' } } : {},
  ),
  'upserts: add identifiers and take none away': (adapter, crm) => ({
    upsert: {
      repeat: 'keyed',
      send: async (draft: Parameters<Adapter['upsert']['send']>[0]) => {
        const of = draft.of && crm.contacts.get(draft.of.externalId);
        if (of && draft.key === 'link-1') of.profiles = [];
        return adapter.upsert.send(draft);
      },
    },
  }),
  'upserts: keep any text': drafts('upsert', ({ attributes }) => ({
    attributes: {
      ...attributes,
      ...(attributes?.title && { title: attributes.title.replace(/[^\x20-\u024f]/g, '?') }),
    },
  })),
  'upserts: empty what is cleared': drafts('upsert', () => ({ cleared: [] })),
  'upserts: to a contact that is gone are not-found': (adapter, crm) => ({
    upsert: {
      repeat: 'keyed',
      send: async ({ of, ...draft }: Parameters<Adapter['upsert']['send']>[0]) =>
        adapter.upsert.send({ ...draft, ...(of && !crm.contacts.get(of.externalId)?.removed && { of }) }),
    },
  }),
  'upserts: to a contact that is locked are a conflict': (adapter, crm) => ({
    upsert: {
      repeat: 'keyed',
      send: async (draft: Parameters<Adapter['upsert']['send']>[0]) => {
        crm.locked.clear();
        return adapter.upsert.send(draft);
      },
    },
  }),
  'upserts: of a field that is not there or read-only are invalid and name it': drafts('upsert', ({ attributes }) => ({
    attributes: { ...attributes, custom: attributes?.custom?.nickname ? attributes.custom : {} },
  })),
  'upserts: of what is too long are refused and cut nothing': drafts('upsert', ({ attributes }) => ({
    attributes: {
      ...attributes,
      ...(attributes?.custom?.nickname && { custom: { nickname: attributes.custom.nickname.slice(0, 20) } }),
    },
  })),
  'activities: are logged once for one key': (adapter) => {
    let times = 0;
    return {
      logActivity: {
        repeat: 'keyed',
        send: (draft: Parameters<Adapter['logActivity']['send']>[0]) => {
          times += 1;
          return adapter.logActivity.send(times === 2 && !draft.of ? { ...draft, key: anotherKey() } : draft);
        },
      },
    };
  },
  'activities: keep any text': drafts('logActivity', ({ text }) => ({ text: text.replace(/<[^>]*>/g, '') })),
  'activities: with a huge text are logged or refused': (adapter) => ({
    logActivity: {
      repeat: 'keyed',
      send: async (draft: Parameters<Adapter['logActivity']['send']>[0]) => {
        if (draft.text.length > 100_000) throw new RangeError('too much');
        return adapter.logActivity.send(draft);
      },
    },
  }),
  'activities: take a newer wording': (adapter, crm) => ({
    logActivity: {
      repeat: 'keyed',
      send: async (draft: Parameters<Adapter['logActivity']['send']>[0]) => {
        const { of: _of, ...anew } = draft;
        return adapter.logActivity.send(crm.activities.get(draft.of?.externalId ?? '')?.removed ? draft : anew);
      },
    },
  }),
  'activities: are logged anew where they are gone': (adapter, crm) => ({
    logActivity: {
      repeat: 'keyed',
      send: async (draft: Parameters<Adapter['logActivity']['send']>[0]) =>
        draft.of && crm.activities.get(draft.of.externalId)?.removed ? draft.of : adapter.logActivity.send(draft),
    },
  }),
  'activities: on a contact that is gone are not-found': (adapter, crm) => ({
    logActivity: {
      repeat: 'keyed',
      send: async (draft: Parameters<Adapter['logActivity']['send']>[0]) =>
        crm.contacts.get(draft.contact.externalId)?.removed
          ? { crm: 'fake-crm', externalId: 'nowhere' }
          : adapter.logActivity.send(draft),
    },
  }),
  'activities: of people are listed, with who took part': (adapter) => ({
    activities: async (options: never) => {
      const page = await adapter.activities(options);
      return {
        ...page,
        items: page.items.filter(({ key, observed }) => key || !JSON.stringify(observed).includes('3')),
      };
    },
  }),
  'activities: of ours are known by their key': (adapter) => ({
    activities: async (options: never) => {
      const page = await adapter.activities(options);
      return { ...page, items: page.items.map(({ of, observed }) => ({ of, observed, key: 'theirs' })) };
    },
  }),
  'erasures: take away what we wrote and nothing else': drafts('erase', () => ({ activities: [] })),
  'erasures: leave what was not named': (adapter, crm) => ({
    erase: {
      repeat: 'keyed',
      send: async (draft: Parameters<Adapter['erase']['send']>[0]) => {
        if (draft.upserts) for (const { id, key } of crm.activities.values()) if (key) crm.unlog(id);
        return adapter.erase.send(draft);
      },
    },
  }),
  'erasures: are no error the second time': (adapter) => ({
    erase: {
      repeat: 'keyed',
      send: async (draft: Parameters<Adapter['erase']['send']>[0]) => {
        if (draft.key === 'erase-2') throw new KenningError('not-found', 'it is gone');
        return adapter.erase.send(draft);
      },
    },
  }),
  'erasures: of a contact that is gone are no error': (adapter, crm) => ({
    erase: {
      repeat: 'keyed',
      send: async (draft: Parameters<Adapter['erase']['send']>[0]) => {
        crm.standing(draft.of.externalId);
        return adapter.erase.send(draft);
      },
    },
  }),
  'merges: leave one of two': merges(({ into }) => into),
  'merges: are told by the listing': tellsMerges(({ ours }) => !ours),
  'merges: keep what was logged on both': merges((draft, adapter, crm) => {
    for (const { id, contact } of crm.activities.values()) if (contact === draft.from.externalId) crm.unlog(id);
    return adapter.merge.send(draft);
  }),
  'merges: of a contact that is gone are not-found': merges((draft, adapter, crm) =>
    crm.contacts.get(draft.from.externalId)?.removed ? draft.into : adapter.merge.send(draft),
  ),
  'merges: of a contact with itself are refused': merges((draft, adapter) =>
    draft.into.externalId === draft.from.externalId ? draft.into : adapter.merge.send(draft),
  ),
  'beside: a case is opened once, and followed': drafts('openCase', ({ key }) => ({ key: `${key}${anotherKey()}` })),
  'beside: deals are listed': () => ({ deals: async () => ({ items: [], rejected: [] }) }),
  'beside: a lead is made once': drafts('createLead', ({ key }) => ({ key: `${key}${anotherKey()}` })),
  'beside: fields say what they take': (adapter) => ({
    fields: async () => (await adapter.fields()).map(({ name, label, kind }) => ({ name, label, kind })),
  }),
};

/** Rules that only an adapter with a server can break. */
const ofHttp: Record<string, HttpFlaw<CrmAdapter>> = {
  ...flawsOfHttp<CrmAdapter>('contacts'),
  'upserts: make one contact, though the answer is lost': ({ connect }) => {
    const adapter = connect();
    const upsert = adapter.upsert as NonNullable<CrmAdapter['upsert']>;
    return {
      ...adapter,
      upsert: {
        repeat: 'keyed',
        send: (draft) => upsert.send(draft.key === 'create-2' ? { ...draft, key: anotherKey() } : draft),
      },
    };
  },
  'activities: are logged once, though the answer is lost': ({ connect, fetch }) => {
    let lost = false;
    return connect({
      fetch: async (input, init) => {
        const request = new Request(input, init);
        if (!request.url.endsWith('/activities')) return fetch(request);
        const headers = new Headers(request.headers);
        if (lost) headers.set('idempotency-key', anotherKey());
        return fetch(new Request(request, { headers })).catch((error: unknown) => {
          lost = true;
          throw error;
        });
      },
    });
  },
  'malformed records: are rejected one by one, and the rest goes through': ({ connect }) => {
    const adapter = connect();
    return { ...adapter, contacts: async (options) => ({ ...(await adapter.contacts(options)), rejected: [] }) };
  },
  'contacts: end, though the server gives one page again and again': ({ connect }) => {
    const adapter = connect();
    return {
      ...adapter,
      // It counts its pages, so that no cursor ever comes again.
      async contacts({ cursor, ...options } = {}) {
        const [, count = '0', place] = /^(\d+) (.*)$/s.exec(cursor ?? '') ?? [];
        const page = await adapter.contacts({ ...options, ...(place && { cursor: place }) });
        return { ...page, ...(page.next && { next: `${Number(count) + 1} ${page.next}` }) };
      },
    };
  },
  'changes: are told whatever our clock says': ({ connect, clock }) => {
    const adapter = connect();
    const places = new Map<string, number>();
    return {
      ...adapter,
      // The place is the time of our own clock.
      async contacts(options) {
        const page = await adapter.contacts(options);
        if (options?.since !== undefined && clock.now() < (places.get(options.since) ?? 0)) page.items = [];
        if (page.changed) places.set(page.changed, clock.now());
        return page;
      },
    };
  },
};

const nameOf = ({ within, rule }: Outcome) => `${within.at(-1)}: ${rule}`;
const brokenOf = async (subject: CrmSubject) =>
  (await tryOut((runner) => crmAdapterSuite(runner, subject))).filter(({ result }) => result === 'broken');

/** Sound, or with a flaw. */
const direct = (flaw?: Flaw): CrmSubject => ({
  open() {
    const crm = new FakeCrm();
    const connect = () => {
      const adapter = fakeCrmAdapter(crm);
      return { ...adapter, ...flaw?.(adapter, crm) } as CrmAdapter;
    };
    return { connect, crm: fakeCrmSide(crm) };
  },
});
const overHttp = (flaw: HttpFlaw<CrmAdapter>): CrmSubject => ({
  open({ served, secret, timeoutMs, clock }) {
    const crm = new FakeCrm();
    const fetch = served(fakeCrmServer(crm, { token: secret }));
    const connect = (more: object = {}) =>
      harborCrm({ baseUrl: 'https://crm.example', token: secret, timeoutMs, fetch, clock, ...more });
    return { connect: () => flaw({ connect, fetch, secret, clock }), crm: fakeCrmSide(crm) };
  },
});

const renewal = 'HTTP: a credential that is refused once is renewed';

const lostMerge = 'merges: leave one of two, though the answer is lost';

describe('an adapter that is broken', () => {
  it(lostMerge, async () => {
    const broken = await brokenOf({
      open({ served }) {
        const crm = new FakeCrm();
        const adapter = fakeCrmAdapter(crm);
        const fetch = served(async (request) => {
          const { into, from } = (await request.json()) as { into: string; from: string };
          crm.merge(into, from);
          return Response.json({ id: into });
        });
        const merge: CrmAdapter['merge'] = {
          repeat: 'keyed',
          // Its failure says nothing of whether it may be sent again.
          async send({ into, from }) {
            const body = JSON.stringify({ into: into.externalId, from: from.externalId });
            await fetch('https://crm.example/merges', { method: 'POST', body });
            return into;
          },
        };
        return { connect: () => ({ ...adapter, merge }), crm: fakeCrmSide(crm) };
      },
    });
    expect(broken.map(nameOf)).toContain(lostMerge);
  });

  it(renewal, async () => {
    const broken = await brokenOf({ ...overHttp(({ connect }) => connect()), renews: true });
    expect(broken.map(nameOf)).toEqual([renewal]);
  });

  it('is found by a rule of every name', async () => {
    const all = (await tryOut((runner) => crmAdapterSuite(runner, direct()))).map(nameOf);
    const named = [...Object.keys(flaws), ...Object.keys(ofHttp), lostMerge];
    // Those of webhooks are the same for connectors, and proven there.
    const unproven = all.filter((name) => !named.includes(name) && !name.startsWith('webhook: ') && name !== renewal);
    expect(unproven).toEqual([]);
    expect(named.filter((name) => !all.includes(name))).toEqual([]);
  });

  it.each(Object.entries(flaws))('%s', async (name, flaw) => {
    const broken = await brokenOf(direct(flaw));
    expect(broken.map(nameOf)).toContain(name);
    expect([...new Set(broken.map(({ within }) => within.at(-1)))], JSON.stringify(broken)).toEqual([
      name.split(':')[0],
    ]);
  });

  // Most of the time they wait for what does not come, so several do at once.
  it.concurrent.each(Object.entries(ofHttp))('%s', async (name, flaw) => {
    const broken = await brokenOf(overHttp(flaw));
    expect(broken.map(nameOf)).toContain(name);
    expect([...new Set(broken.map(({ within }) => within.at(-1)))], JSON.stringify(broken)).toEqual([
      name.split(':')[0],
    ]);
  });
});
