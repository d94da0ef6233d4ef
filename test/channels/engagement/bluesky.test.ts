import { describe, expect, it } from 'vitest';
import { recordedBluesky } from '../../../examples/demo/recorded-fetch.js';
import { type BlueskyAccount, bluesky } from '../../../src/channels/connectors/bluesky/index.js';
import { recordKey } from '../../../src/channels/connectors/bluesky/record-key.js';
import { engagement } from '../../../src/channels/engagement/engagement.js';
import { refusalOf } from '../../../src/channels/engagement/refusal.js';
import { contextOf } from '../../../src/core/context.js';
import { memory } from '../../../src/core/store/memory.js';
import { adoptStrategy, presetForOne } from '../../../src/core/strategy/strategy.js';
import { kenning } from '../../../src/index.js';
import { fakeBluesky, me, post, uriOf } from '../connectors/bluesky/fake-bluesky.js';
import { optionsOn } from './open-desk.js';

/** A desk whose channel has heard what Bluesky says. */
async function listening(brand: BlueskyAccount) {
  const store = memory();
  const context = contextOf();
  await adoptStrategy(store, context, presetForOne({ owner: 'Ann' }));
  const app = kenning({ store, channels: { brand } });
  expect((await app.sync()).failed).toEqual([]);
  const desk = engagement({ ...optionsOn(store, context), channels: { brand } });
  const heard = (await store.list('interactions', 'all', { where: {} })).flatMap(({ data }) => data ?? []);
  return { app, desk, store, heard };
}

describe('bluesky through the desk', () => {
  it('answers what was recorded, and the answer stands on the customer’s timeline', async () => {
    const { fetch } = recordedBluesky();
    const brand = bluesky({ identifier: 'harborbikes.test', password: 'recorded', fetch });
    const { app, desk, heard, store } = await listening(brand);
    const asked = heard.find(({ content }) => content.text.includes('@harborbikes.test'));
    const reply = await desk.reply({ to: asked?.id ?? '', text: 'Bring it in!', by: 'Ann' });
    expect(reply).toMatchObject({ state: 'done', written: { permalink: expect.stringContaining('bsky.app') } });
    const id = reply.written?.interaction;
    if (!id) throw new Error('it is not on the timeline');
    const said = (await store.get('interactions', { id }))?.data;
    expect(said).toMatchObject({ content: { text: 'Bring it in!' }, inReplyTo: { externalId: asked?.externalId } });
    const author = asked?.participants.find(({ role }) => role === 'author')?.record ?? '';
    const { entries } = await app.timeline(author);
    expect(entries.map(({ interaction }) => interaction.id)).toEqual([id, asked?.id]);
  });

  it('writes the record of the key, and nothing when the gate refuses', async () => {
    const mention = post('ask', { text: '@harborbikes.test hello?' });
    const { brand, named } = fakeBluesky({
      'app.bsky.actor.getProfile': () => ({ did: me, handle: 'harborbikes.test' }),
      'app.bsky.notification.listNotifications': () => ({
        notifications: [{ ...mention, reason: 'mention', isRead: false }],
      }),
      'app.bsky.feed.getPosts': () => ({ posts: [mention] }),
      'com.atproto.repo.createRecord': ({ body }) => ({ uri: uriOf(me, String(body.rkey)), cid: 'bafynew' }),
    });
    const { desk, heard } = await listening(brand);
    const to = heard.find(({ externalId }) => externalId === mention.uri)?.id ?? '';
    const long = await desk.reply({ to, text: 'x'.repeat(301), by: 'Ann' }).catch((error: unknown) => error);
    expect(refusalOf(long)?.rule).toBe('length');
    expect(named('com.atproto.repo.createRecord')).toEqual([]);
    const text = 'x'.repeat(300);
    const reply = await desk.reply({ to, text, by: 'Ann', key: 'k' });
    expect(reply).toMatchObject({ state: 'done', written: { ref: { externalId: uriOf(me, await recordKey('k')) } } });
    const parent = { uri: mention.uri, cid: mention.cid };
    expect(named('com.atproto.repo.createRecord').map(({ body }) => body)).toMatchObject([
      { rkey: await recordKey('k'), record: { text, reply: { root: parent, parent } } },
    ]);
  });
});
