import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { bluesky } from '../../../src/channels/connectors/bluesky/index.js';
import { type Engagement, engagement } from '../../../src/channels/engagement/engagement.js';
import { refusalOf } from '../../../src/channels/engagement/refusal.js';
import { contextOf } from '../../../src/core/context.js';
import { interactionRowOf } from '../../../src/core/ingest/write-interaction.js';
import { memory } from '../../../src/core/store/memory.js';
import { adoptStrategy, presetForOne } from '../../../src/core/strategy/strategy.js';
import { kenning } from '../../../src/index.js';
import {
  type BlueskyAccountOnNetwork,
  type BlueskyNetwork,
  startBlueskyNetwork,
  whyNoBlueskyNetwork,
} from '../../support/bluesky-network.js';
import { optionsOn } from './open-desk.js';

const postgresUrl = inject('postgresUrl') ?? process.env.KENNING_POSTGRES_URL;
const missing = whyNoBlueskyNetwork(postgresUrl);
if (missing && process.env.CI) throw new Error(`The live tests of engagement can not run: ${missing}.`);

interface Thread {
  thread: {
    post: { uri: string };
    replies: {
      post: { uri: string; record: { text: string; facets?: { index: { byteStart: number; byteEnd: number } }[] } };
    }[];
  };
}

describe.skipIf(missing)(`engagement on a live network${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const store = memory();
  let network: BlueskyNetwork;
  let own: BlueskyAccountOnNetwork;
  let maya: BlueskyAccountOnNetwork;
  let desk: Engagement;
  let listen: () => Promise<void>;

  const refOf = (externalId: string) => ({ network: 'bluesky', realm: '', externalId });
  const idOf = async (uri: string) => (await interactionRowOf(store, refOf(uri)))?.id ?? '';
  const say = async (text: string, more: Record<string, unknown> = {}) => {
    const post = await network.act<{ uri: string; cid: string }>('post', { as: maya.handle, text, ...more });
    await listen();
    return post;
  };
  const threadOf = async (uri: string) => {
    await network.act('processAll');
    const parameters = { as: maya.handle, method: 'app.bsky.feed.getPostThread', params: { uri } };
    return (await network.act<Thread>('get', parameters)).thread;
  };

  beforeAll(async () => {
    network = await startBlueskyNetwork(postgresUrl ?? '');
    own = await network.act('account', { handle: 'harborbikes.test' });
    maya = await network.act('account', { handle: 'maya-rides.test' });
    await network.act('processAll');
    const brand = bluesky({ service: network.pds, identifier: own.handle, password: own.password });
    const context = contextOf();
    await adoptStrategy(store, context, presetForOne({ owner: 'Ann' }));
    desk = engagement({ ...optionsOn(store, context), channels: { brand } });
    const app = kenning({ store, channels: { brand } });
    listen = async () => {
      await network.act('processAll');
      expect((await app.sync()).failed).toEqual([]);
    };
  });
  afterAll(async () => network?.close());

  it('answers in the right thread, with facets, once', async () => {
    const asked = await say('@harborbikes.test is my bike recalled?');
    const text = 'No 🚲 @maya-rides.test, see https://example.com/recall #brakes';
    const input = { to: await idOf(asked.uri), text, language: 'en', by: 'Ann' };
    const reply = await desk.reply(input);
    expect(reply).toMatchObject({ state: 'done', written: { interaction: expect.any(String) } });
    expect(await desk.reply(input)).toEqual(reply);

    const { post, replies } = await threadOf(asked.uri);
    expect(post.uri).toBe(asked.uri);
    expect(replies.map((one) => one.post.uri)).toEqual([reply.written?.ref.externalId]);
    const bytes = Buffer.from(text);
    const { record } = replies[0]?.post ?? {};
    expect(record?.text).toBe(text);
    const parts = record?.facets?.map(({ index }) => bytes.subarray(index.byteStart, index.byteEnd).toString());
    expect(parts).toEqual(['@maya-rides.test', 'https://example.com/recall', '#brakes']);

    // It stands on the timeline before anything is polled, and reading it from the network changes nothing.
    const kept = await interactionRowOf(store, refOf(reply.written?.ref.externalId ?? ''));
    expect(kept?.data).toMatchObject({ content: { text }, inReplyTo: refOf(asked.uri), root: refOf(asked.uri) });
    await listen();
    expect((await interactionRowOf(store, refOf(kept?.externalId ?? '')))?.data).toEqual(kept?.data);
  });

  it('refuses 301 graphemes and a machine before anything is sent', async () => {
    const asked = await say('@harborbikes.test tell me all');
    const to = await idOf(asked.uri);
    const long = await desk
      .reply({ to, text: '👩‍👩‍👧'.repeat(100) + 'x'.repeat(201), by: 'Ann' })
      .catch((error) => error);
    expect(refusalOf(long)).toMatchObject({ rule: 'length', reason: 'The text has 301 graphemes; Bluesky takes 300.' });
    const draft = await desk.reply({ to, text: 'All of it', by: { type: 'machine', name: 'writer' } });
    expect(draft.state).toBe('held');
    expect((await threadOf(asked.uri)).replies).toEqual([]);
    expect(await desk.approve({ id: draft.id, by: 'Ann' })).toMatchObject({ state: 'done' });
    expect((await threadOf(asked.uri)).replies).toHaveLength(1);
  });

  it('publishes, likes, hides in its own thread and removes what is its own', async () => {
    const published = await desk.publish({ channel: 'brand', text: 'We are hiring', by: 'Ann' });
    expect(published.state).toBe('done');
    const uri = published.written?.ref.externalId ?? '';
    const { data } = (await interactionRowOf(store, refOf(uri))) ?? {};
    const root = { uri, cid: data?.version };
    const spam = await say('@harborbikes.test buy followers', { reply: { root, parent: root } });
    const of = await idOf(spam.uri);
    expect(await desk.like({ of, by: 'Ann' })).toMatchObject({ state: 'done' });
    expect(await desk.hide({ of, reason: 'spam', by: 'Ann' })).toMatchObject({ state: 'done' });
    expect((await interactionRowOf(store, refOf(spam.uri)))?.data).toMatchObject({
      state: 'hidden',
      removal: { by: 'us' },
    });
    const gate = await network.act<{ value: { hiddenReplies: string[] } }>('get', {
      as: maya.handle,
      method: 'com.atproto.repo.getRecord',
      params: { repo: own.did, collection: 'app.bsky.feed.threadgate', rkey: uri.split('/').at(-1) },
    });
    expect(gate.value.hiddenReplies).toEqual([spam.uri]);

    const foreign = await desk.remove({ of, reason: 'spam', by: 'Ann' });
    expect(foreign).toMatchObject({ state: 'failed', problem: expect.stringContaining('is not ours') });
    const mine = await idOf(uri);
    expect(await desk.remove({ of: mine, reason: 'a typo', by: 'Ann' })).toMatchObject({ state: 'done' });
    expect((await interactionRowOf(store, refOf(uri)))?.data).toMatchObject({
      state: 'removed',
      content: { text: '' },
    });
    await network.act('processAll');
    const posts = { as: maya.handle, method: 'app.bsky.feed.getPosts', params: { uris: [uri] } };
    expect((await network.act<{ posts: unknown[] }>('get', posts)).posts).toEqual([]);
    const trace = (await desk.trail({ channel: 'brand' })).filter(({ reason }) => reason);
    expect(trace.map(({ act, by, reason }) => [act, by, reason])).toEqual([
      ['remove', 'Ann', 'a typo'],
      ['remove', 'Ann', 'spam'],
      ['hide', 'Ann', 'spam'],
    ]);
  });

  it('has no verb for messages, and says what there is', async () => {
    const message = desk.message({
      channel: 'brand',
      to: { source: 'bluesky', externalId: maya.did },
      text: 'Hi',
      by: 'Ann',
    });
    await expect(message).rejects.toThrow('it can reply, publish, like, hide, remove');
  });
});
