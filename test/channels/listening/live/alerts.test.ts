import { expect, it } from 'vitest';
import type { Connector } from '../../../../src/channels/connector.js';
import type { ListenOptions } from '../../../../src/channels/listening/live/listen-options.js';
import type { Fetch } from '../../../../src/core/http/bounded-fetch.js';
import type { Alert } from '../../../../src/core/model/alert.js';
import type { Observed } from '../../../../src/core/model/observed.js';
import { memory } from '../../../../src/core/store/memory.js';
import type { Store } from '../../../../src/core/store/store.js';
import { kenning, presetForOne } from '../../../../src/index.js';
import { describeStores } from '../../../support/stores.js';
import { said, square } from './spoken.js';
import { moods, stormPosts } from './storm-world.js';

const secret = `whsec_${Buffer.from('a secret of made-up bytes').toString('base64')}`;
const items = stormPosts.map(({ text, by, minute }, number) => said(number, { text, by, minute }));

/** An app that hears the storm, with a webhook that keeps what it is sent. */
function appOf(store: Store, channel: Connector, more: Partial<ListenOptions> = {}) {
  const sent: { id: string }[] = [];
  const fetch: Fetch = async (_input, init) => {
    sent.push(JSON.parse(String(init?.body)));
    return new Response(null, { status: 204 });
  };
  const listen: ListenOptions = {
    queries: { brand: 'acme' },
    analyzers: [moods],
    series: { brand: {} },
    targets: { office: { webhook: 'https://app.example/alerts', secret, fetch } },
    ...more,
  };
  const app = kenning({ store, channels: { brand: channel }, listen });
  const heard: Alert[] = [];
  app.on('alert', ({ alert }) => heard.push(alert));
  const errors: string[] = [];
  app.on('error', (error) => errors.push(error.message));
  return { app, sent, heard, errors };
}

async function alertChanges(changes: AsyncIterable<{ type: string; alert?: string }>): Promise<(string | undefined)[]> {
  const all = await Array.fromAsync(changes);
  return all.flatMap(({ type, alert }) => (type === 'alert' ? [alert] : []));
}

describeStores('alerts of an app on', (open) => {
  it('are told, kept, in the feed and sent, once each', async () => {
    const { app, sent, heard, errors } = appOf(open(), square(items));
    await app.sync();
    await app.sync();
    await app.deliver();
    await app.deliver();
    const told = heard.map(({ id }) => id);
    expect(told.length).toBeGreaterThan(1);
    expect(new Set(told).size).toBe(told.length);
    expect(sent.map(({ id }) => id)).toEqual(told);
    expect(await alertChanges(app.changes())).toEqual(told);
    expect((await app.alerts()).map(({ id }) => id)).toEqual(told.toReversed());
    expect(await app.alerts({ series: 'other' })).toEqual([]);
    expect(await app.alerts({ before: heard[1]?.at ?? '' })).toEqual([heard[0]]);
    expect(await app.alert(told[0] ?? '')).toEqual(heard[0]);
    expect(heard[0]).toMatchObject({ kind: 'storm', phase: 'opened', series: 'brand' });
    expect(errors).toEqual([]);
    await app.close();
  });

  it('do not name who was erased, nor what they said', async () => {
    const store = open();
    const { app, sent, heard } = appOf(store, square(items));
    await app.sync();
    const [alert] = heard;
    if (!alert || alert.kind === 'repost') throw new Error('no storm');
    const [author = '', other = ''] = alert.causes.authors;
    const theirs = (await app.timeline(author)).entries.map(({ interaction }) => interaction.id);
    const state = async () => JSON.stringify((await store.get('settings', { name: 'storms brand' }))?.data);
    const told = async () => JSON.stringify(await app.alerts());
    const names = (text: string) => [author, ...theirs].filter((id) => text.includes(id));
    expect(names(await state()).length).toBeGreaterThan(1);
    expect(names(await told()).length).toBeGreaterThan(1);
    await app.erase(author, { by: 'the person' });
    await app.sync();
    expect(names(await state())).toEqual([]);
    expect(names(await told())).toEqual([]);
    expect(await told()).toContain(other);
    // What was not sent yet goes out without them.
    await app.deliver();
    expect(sent).toHaveLength(heard.length);
    expect(names(JSON.stringify(sent))).toEqual([]);
    await app.close();
  });

  it('that went out are in the receipt of an erasure', async () => {
    const { app, heard } = appOf(open(), square(items));
    await app.sync();
    await app.deliver();
    const [alert] = heard;
    if (!alert || alert.kind === 'repost') throw new Error('no storm');
    const quoted = (await app.interaction(alert.causes.posts[0] as never))?.interaction.participants[0]?.record ?? '';
    const receipt = await app.erase(quoted, { by: 'the person' });
    expect(receipt.byHand.join()).toContain('alert:office');
    await app.close();
  });

  it('tell when something we removed comes again, who removed it and why', async () => {
    const texts = [
      'This company sells acme helmets that break, here is a photo of mine',
      'nothing of it',
      'RT @somebody this company sells acme helmets that break, here is a photo of mine!!',
    ];
    const posts: Observed[] = [said(1, { text: texts[0] ?? '', by: 'bo' }), said(2, { text: texts[1] ?? '' })];
    const channel: Connector = {
      ...square(posts),
      remove: {
        repeat: 'keyed',
        send: async ({ draft: { of } }) => ({ ref: of, at: '2026-11-01T01:00:00.000Z' }),
      },
    };
    const { app, heard } = appOf(open(), channel);
    await app.strategy.adopt(presetForOne({ owner: 'Ann' }));
    await app.sync();
    const [bo] = (await app.timeline({ kind: 'handle', scope: 'square', value: 'bo.example' })).entries;
    const of = bo?.interaction.id;
    if (!of) throw new Error('nothing said');
    const outgoing = await app.remove({ channel: 'brand', of, by: 'Ann', reason: 'names a customer' });
    expect(outgoing.state).toBe('done');
    posts.push(said(3, { text: texts[2] ?? '', by: 'cy', minute: 200 }));
    await app.sync();
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({
      kind: 'repost',
      removal: { interaction: of, by: 'Ann', reason: 'names a customer' },
    });
    expect(await app.alerts()).toEqual(heard);
    await app.erase({ kind: 'handle', scope: 'square', value: 'bo.example' }, { by: 'bo' });
    await app.sync();
    expect(await app.alerts()).toEqual([]);
    await app.close();
  });
});

it('needs series that are queries, and targets that can be used', async () => {
  const store = memory();
  const wrong = (listen: object) => () => kenning({ store, channels: {}, listen });
  expect(wrong({ queries: { a: 'acme' }, series: { b: {} } })).toThrow(/listen.*series/);
  expect(wrong({ queries: { a: 'acme' }, series: { a: { everyMs: 5 } } })).toThrow(/everyMs/);
  expect(wrong({ targets: { office: { webhook: 'https://app.example', secret: 'short-secret' } } })).toThrow(/whsec_/);
  expect(wrong({ targets: { office: { webhook: 'https://app.example', secret: 'short-secret' } } })).not.toThrow(
    /short/,
  );
  const app = kenning({ store, listen: { targets: { office: { channel: 'support', to: 'a@b.example' } } } });
  await expect(app.deliver()).rejects.toThrow(/"support"/);
});
