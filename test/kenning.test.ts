import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ContactObserved, CrmAdapter } from '../src/adapters/crm-adapter.js';
import { email } from '../src/channels/connectors/email/index.js';
import { memory } from '../src/core/store/memory.js';
import { sqlite } from '../src/core/store/sqlite.js';
import type { Store } from '../src/core/store/store.js';
import { kenning } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));

let mails = 0;
function mail(from: string, to: string, text: string, more = ''): string {
  mails += 1;
  return `From x@y Thu Jan  1 00:00:00 2026\nFrom: ${from}\nTo: ${to}\nSubject: Brakes\nMessage-ID: <${mails}@mail.example>\n${more}Date: Mon, 5 Jan 2026 10:${String(mails).padStart(2, '0')}:00 +0000\n\n${text}\n\n`;
}

/** A CRM of which a test can change the contacts. */
function contacts(list: [id: string, name: string, address: string][]): CrmAdapter {
  return {
    contract: 1,
    crm: { id: 'test', name: 'Test' },
    source: 'test/contacts',
    contacts: async () => ({
      items: list.map(
        ([externalId, name, value]): ContactObserved => ({
          type: 'contact',
          contact: {
            source: 'test/contacts',
            externalId,
            kind: 'contact',
            party: 'person',
            identifiers: [{ kind: 'email', scope: '', value }],
            attributes: { name },
            origin: 'import',
            observedAt: '2026-01-01T00:00:00.000Z',
          },
        }),
      ),
      rejected: [],
    }),
  };
}

let files = 0;
const stores: [string, () => Store][] = [
  ['memory', () => memory()],
  ['sqlite', () => sqlite({ file: join(folder, `${++files}.sqlite`) })],
];

describe.each(stores)('kenning on %s', (name, open) => {
  it('makes what people say interactions of known customers', async () => {
    const inbox = join(folder, `${name}.mbox`);
    writeFileSync(
      inbox,
      mail('Maya Lindqvist <maya@lindqvist.example>', 'support@bikes.example', 'My brakes squeal.') +
        mail('Support <support@bikes.example>', 'maya@lindqvist.example', 'Bring it in!'),
    );
    const people: [string, string, string][] = [
      ['1', 'Maya Lindqvist', 'maya@lindqvist.example'],
      ['2', 'Tomás Okafor', 'tomas@okafor.example'],
    ];
    const app = kenning({
      store: open(),
      crms: { contacts: contacts(people) },
      channels: { support: email({ files: [inbox], own: ['support@bikes.example'] }) },
    });
    const heard: string[] = [];
    app.on('interaction', ({ interaction, customer, channel }) => {
      heard.push(`${channel}: ${customer.golden.attributes.name}: ${interaction.content.text}`);
    });
    const errors: string[] = [];
    app.on('error', (error) => errors.push(error.message));
    app.on('progress', () => {
      throw new Error('a listener that fails');
    });

    const report = await app.sync();
    expect(report).toMatchObject({ contacts: 2, said: 2, rejected: 0, failed: [] });
    expect(heard).toEqual(['support: Maya Lindqvist: My brakes squeal.', 'support: Support: Bring it in!']);
    expect(errors[0]).toContain('a listener that fails');

    const maya = await app.customer({ source: 'test/contacts', externalId: '1' });
    if (!maya || maya === 'erased') throw new Error('no customer');
    expect(maya.records.map(({ kind }) => kind).sort()).toEqual(['contact', 'profile']);
    const { entries } = await app.timeline(maya.id);
    expect(entries.map(({ interaction, roles }) => [interaction.content.text, roles])).toEqual([
      ['Bring it in!', ['recipient']],
      ['My brakes squeal.', ['author']],
    ]);
    const profile = maya.records.find(({ kind }) => kind === 'profile');
    const why = await app.why(maya.id, profile?.id ?? '');
    expect(why).toMatchObject({ one: true });
    expect(why?.path[0]?.evidence.length).toBeGreaterThan(0);

    // A second sync hears nothing twice; a contact that is gone is kept and links nobody any more.
    people.pop();
    expect(await app.sync()).toMatchObject({ said: 0, contacts: 1 });
    expect(await app.store.count('records', 'byState', { state: 'removed' })).toBe(1);
    expect((await Array.fromAsync(app.changes())).map(({ type }) => type)).toContain('merged');
    await app.close();
  });

  it('pages a timeline without loss or repetition', async () => {
    const inbox = join(folder, `${name}-long.mbox`);
    mails = 0;
    const texts = Array.from({ length: 23 }, (_, at) => `Mail number ${at}.`);
    writeFileSync(
      inbox,
      texts.map((text) => mail('Ann <ann@a.example>', 'Ann <ann@a.example>, b@b.example', text)).join(''),
    );
    const app = kenning({ store: open(), channels: { support: email({ files: [inbox], own: [] }) } });
    await app.sync();
    const ann = await app.customer({ source: 'email', externalId: 'ann@a.example' });
    if (!ann || ann === 'erased') throw new Error('no customer');
    const read: string[] = [];
    let after: Awaited<ReturnType<typeof app.timeline>>['next'];
    do {
      const page = await app.timeline(ann.id, { limit: 5, ...(after && { after }) });
      expect(page.entries.length).toBeLessThanOrEqual(5);
      for (const { interaction, roles } of page.entries) {
        read.push(interaction.content.text);
        expect(roles.sort()).toEqual(['author', 'recipient']);
      }
      after = page.next;
    } while (after);
    expect(read).toEqual(texts.toReversed());
    await app.close();
  });
});

describe('kenning', () => {
  it('shows its channels, and an interaction with its conversation', async () => {
    const inbox = join(folder, 'conversation.mbox');
    mails = 0;
    writeFileSync(
      inbox,
      mail('Ann <ann@a.example>', 'support@bikes.example', 'My brakes squeal.') +
        mail('support@bikes.example', 'ann@a.example', 'Bring it in!', 'In-Reply-To: <1@mail.example>\n') +
        mail('Bo <bo@b.example>', 'support@bikes.example', 'Another matter.'),
    );
    const app = kenning({
      store: memory(),
      channels: { support: email({ files: [inbox], own: ['support@bikes.example'] }) },
    });
    expect(app.channels()).toEqual([
      { name: 'support', network: 'email', controlledBy: 'company', verbs: ['messages', 'own'] },
    ]);
    await app.sync();
    const ann = await app.customer({ source: 'email', externalId: 'ann@a.example' });
    if (!ann || ann === 'erased') throw new Error('no customer');
    const { entries } = await app.timeline(ann.id);
    const [answer, question] = entries.map(({ interaction }) => interaction.id);
    if (!answer || !question) throw new Error('no interactions');
    const conversation = await app.conversation(answer);
    expect(conversation).toMatchObject({ interactions: [question, answer], root: { externalId: '1@mail.example' } });
    expect(conversation?.participants).toHaveLength(2);
    expect(await app.interaction(question)).toMatchObject({ revisions: [], counts: [], signals: [] });
    expect(await app.interaction(ann.id as never)).toBeUndefined();
  });

  it('goes on with other channels when one fails, and says which', async () => {
    const app = kenning({
      store: memory(),
      channels: { broken: email({ files: [join(folder, 'missing.mbox')], own: [] }) },
      crms: { contacts: contacts([['1', 'Ann', 'ann@a.example']]) },
    });
    const report = await app.sync();
    expect(report).toMatchObject({ contacts: 1, failed: [{ from: 'broken', error: { code: 'not-found' } }] });
  });

  it('goes on when a connector breaks, and says when there is more than it reads', async () => {
    const network = { id: 'testnet', name: 'Testnet', controlledBy: 'customer' as const };
    let page = 0;
    const app = kenning({
      store: memory(),
      channels: {
        broken: {
          contract: 1,
          network,
          posts: async () => {
            throw new TypeError('x is not a function');
          },
        },
        endless: {
          contract: 1,
          network,
          posts: async () => ({ items: [{ type: 'gap' as const }], rejected: [], next: String(++page) }),
        },
      },
      crms: { contacts: contacts([['1', 'Ann', 'ann@a.example']]) },
    });
    const { failed, contacts: read } = await app.sync();
    expect(read).toBe(1);
    expect(failed.map(({ from, error }) => `${from} ${error.code}`)).toEqual([
      'broken unexpected',
      'endless too-large',
    ]);
    await expect(app.sync({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(await app.failedRequests()).toEqual([]);
    expect(await app.retryRequest('none')).toBe(false);
  });

  it('refuses options that it does not know', () => {
    expect(() => kenning({ store: memory(), channel: {} } as never)).toThrow(/channel/);
    expect(() => kenning({} as never)).toThrow(/store/);
    expect(() => kenning({ store: memory(), tombstoneKey: 'short' })).toThrow(/32 bytes/);
  });
});

describe('a running app', () => {
  it('listens by itself, and in ticks', async () => {
    const inbox = join(folder, 'running.mbox');
    mails = 0;
    writeFileSync(inbox, mail('Ann <ann@a.example>', 'support@bikes.example', 'My brakes squeal.'));
    const open = () =>
      kenning({
        store: memory(),
        channels: { support: email({ files: [inbox], own: ['support@bikes.example'] }) },
        crms: { contacts: contacts([['1', 'Ann Arbor', 'ann@a.example']]) },
        every: { poll: 100, contacts: 100, deliver: 100 },
      });
    const app = open();
    const heard = Promise.withResolvers<string>();
    app.on('interaction', ({ interaction }) => heard.resolve(interaction.content.text));
    app.start();
    expect(await heard.promise).toBe('My brakes squeal.');
    const again = Promise.withResolvers<string>();
    app.on('interaction', ({ interaction }) => again.resolve(interaction.content.text));
    writeFileSync(inbox, mail('Ann <ann@a.example>', 'support@bikes.example', 'And now?'), { flag: 'a' });
    expect(await again.promise).toBe('And now?');
    await app.close();

    const ticking = open();
    const { ran, left } = await ticking.tick({ budgetMs: 10_000 });
    expect(left).toBe(0);
    expect(ran.map(({ duty, task, outcome }) => `${duty}: ${task}: ${outcome}`).sort()).toEqual([
      'channel support: poll: done',
      'crm contacts: contacts: done',
      'outbox: deliver: done',
      'sweeper: sweep: done',
    ]);
    expect(await ticking.customer({ source: 'email', externalId: 'ann@a.example' })).toMatchObject({
      golden: { attributes: { name: 'Ann Arbor' } },
    });
    expect((await ticking.webhook('support', new Request('https://app.example/hook'))).status).toBe(404);
    expect((await ticking.webhook('nowhere', new Request('https://app.example/hook'))).status).toBe(404);
    await ticking.close();
  });
});
