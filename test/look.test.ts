import { describe, expect, it } from 'vitest';
import type { ContactObserved, CrmAdapter } from '../src/adapters/crm-adapter.js';
import type { Access } from '../src/core/access.js';
import { KenningError } from '../src/core/errors.js';
import { memory } from '../src/core/store/memory.js';
import { kenning } from '../src/index.js';
import { talk } from './support/talk.js';

const people = (...names: string[]): CrmAdapter => ({
  contract: 1,
  crm: { id: 'people', name: 'People' },
  source: 'people/1',
  contacts: async () => ({
    items: names.map(
      (name): ContactObserved => ({
        type: 'contact',
        contact: {
          source: 'people/1',
          externalId: name,
          kind: 'contact',
          party: 'person',
          identifiers: [
            { kind: 'email', scope: '', value: `${name.split(' ')[0]?.toLowerCase()}@home.example`, verifiedBy: 'us' },
          ],
          attributes: { name },
          origin: 'api',
          observedAt: '2026-01-01T00:00:00.000Z',
        },
      }),
    ),
    rejected: [],
  }),
});

describe('previewMentions', () => {
  const channels = {
    talk: talk(['Maya Lindqvist', 'Olu Adeyemi'], (name) => `${name.split(' ')[0]?.toLowerCase()}@home.example`),
  };

  it('says who would be taken for whom, and writes nothing', async () => {
    const store = memory();
    const app = kenning({ store, channels, crms: { people: people('Maya Lindqvist') } });
    const found = await app.previewMentions();
    expect(found.map(({ author, outcome, customer }) => [author.name, outcome, customer?.name])).toEqual([
      ['Olu Adeyemi', 'stranger', undefined],
      ['Maya Lindqvist', 'link', 'Maya Lindqvist'],
    ]);
    expect(found[1]?.evidence.length).toBeGreaterThan(0);
    expect(await store.list('records', 'byState', { where: { state: 'standing' }, limit: 10 })).toEqual([]);
    expect(await store.list('checkpoints', 'all', { where: {}, limit: 10 })).toEqual([]);
    await app.close();
  });

  it('knows whom the store knows, and decides as a sync then does', async () => {
    const app = kenning({ store: memory(), channels, crms: { people: people('Maya Lindqvist') } });
    await app.sync();
    const found = await app.previewMentions();
    expect(found.map(({ outcome }) => outcome)).toEqual(['stranger', 'known']);
    await app.close();
  });

  it('gives the latest where the oldest comes first', async () => {
    const app = kenning({ store: memory(), channels });
    expect((await app.previewMentions({ limit: 1 })).map(({ author }) => author.name)).toEqual(['Olu Adeyemi']);
    expect(await app.previewMentions({ channels: ['other'] })).toEqual([]);
    await app.close();
  });
});

describe('check', () => {
  it('says what each credential may do, what is missing, what fails and why, and what a month costs', async () => {
    const access: Access = {
      account: 'Harbor Bikes',
      missing: [{ scope: 'write', verbs: ['reply'] }],
      quotas: [{ name: 'daily', limit: 100, remaining: 7 }],
      price: { perThousandCalls: 5, currency: 'USD', source: 'made up' },
      notes: [],
    };
    const refused = new KenningError('auth', 'Talk: the token was refused. Sign in again.');
    const app = kenning({
      store: memory(),
      every: { poll: 60_000 },
      channels: {
        plain: talk(['Maya Lindqvist']),
        told: { ...talk(['Maya Lindqvist']), access: async () => access },
        broken: { ...talk([]), mentions: () => Promise.reject(refused) },
      },
      crms: { people: people('Maya Lindqvist') },
    });
    const found = Object.fromEntries((await app.check()).map((checked) => [checked.name, checked]));
    expect(found.plain).toMatchObject({ ok: true, monthly: { calls: 43_200 } });
    expect(found.told).toMatchObject({ ok: false, access, monthly: { cost: { amount: 216, currency: 'USD' } } });
    expect(found.broken).toMatchObject({ ok: false, problem: { code: 'auth', message: refused.message } });
    expect(found.people).toMatchObject({ ok: true, kind: 'crm', monthly: { calls: 2880 } });
    await app.close();
  });
});

describe('status', () => {
  it('tells of lag, checkpoints, what could not be read and the last error', async () => {
    let now = Date.parse('2026-11-24T10:00:00.000Z');
    const refused = new KenningError('auth', 'Talk: the token was refused. Sign in again.');
    const app = kenning({
      store: memory(),
      clock: { now: () => now },
      channels: { talk: talk(['Maya Lindqvist']), broken: { ...talk([]), mentions: () => Promise.reject(refused) } },
      crms: { people: people('Maya Lindqvist') },
    });
    app.on('error', () => {});
    expect((await app.status()).channels[0]).toMatchObject({ tasks: [{ task: 'poll', failures: 0 }] });
    await app.tick();
    now += 90_000;
    const { channels, crms, outbox } = await app.status();
    expect(channels[0]).toMatchObject({
      name: 'talk',
      tasks: [{ task: 'poll', failures: 0, doneAt: '2026-11-24T10:00:00.000Z', lagMs: 90_000 }],
      rejected: 1,
    });
    expect(channels[1]?.tasks[0]).toMatchObject({
      failures: 1,
      failedAt: '2026-11-24T10:00:00.000Z',
      problem: `auth: ${refused.message}`,
    });
    expect(channels[1]?.tasks[0]?.doneAt).toBeUndefined();
    expect(crms[0]).toMatchObject({ name: 'people', tasks: [{ lagMs: 90_000 }] });
    expect(outbox.pending).toBe(0);
    await app.sync();
    const [talking, failing] = (await app.status()).channels;
    expect(talking?.tasks[0]).toMatchObject({ lagMs: 0 });
    expect(failing?.tasks[0]).toMatchObject({ failures: 2 });
    await app.close();
  });
});
