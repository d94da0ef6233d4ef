import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  type BlueskyAccount,
  type BlueskyOptions,
  bluesky,
} from '../../../../src/channels/connectors/bluesky/index.js';
import { isKenningError } from '../../../../src/core/errors.js';
import { type Observed, observed as observedSchema } from '../../../../src/core/model/observed.js';
import { type Page, walk } from '../../../../src/core/page.js';
import {
  type BlueskyAccountOnNetwork,
  type BlueskyNetwork,
  startBlueskyNetwork,
  whyNoBlueskyNetwork,
} from '../../../support/bluesky-network.js';

const postgresUrl = inject('postgresUrl') ?? process.env.KENNING_POSTGRES_URL;
const missing = whyNoBlueskyNetwork(postgresUrl);
if (missing && process.env.CI) throw new Error(`The live tests of Bluesky can not run: ${missing}.`);

type Said = Extract<Observed, { type: 'said' }>;

describe.skipIf(missing)(`bluesky on a live network${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let network: BlueskyNetwork;
  let own: BlueskyAccountOnNetwork;
  let maya: BlueskyAccountOnNetwork;
  let brand: BlueskyAccount;

  const optionsFor = (account: BlueskyAccountOnNetwork): BlueskyOptions & { identifier: string } => ({
    service: network.pds,
    identifier: account.handle,
    password: account.password,
  });
  const say = async (as: string, text: string, more: Record<string, unknown> = {}) => {
    const post = await network.act<{ uri: string; cid: string }>('post', { as, text, ...more });
    await network.act('processAll');
    return post;
  };
  const refOf = (externalId: string) => ({ network: 'bluesky', realm: '', externalId });
  const saidOf = (page: Page<Observed>, uri: string): Said => {
    const found = page.items.find((item) => item.type === 'said' && item.interaction.externalId === uri);
    if (found?.type !== 'said') throw new Error(`${uri} is not on the page`);
    return found;
  };

  beforeAll(async () => {
    network = await startBlueskyNetwork(postgresUrl ?? '');
    own = await network.act('account', { handle: 'harborbikes.test', profile: { displayName: 'Harbor Bikes' } });
    maya = await network.act('account', {
      handle: 'maya-rides.test',
      profile: {
        displayName: 'Maya Lindqvist',
        description: 'I ride to work. Mail maya@lindqvist.example, or see https://blog.maya-lindqvist.example.',
        website: 'https://maya-lindqvist.example',
      },
    });
    await network.act('account', { handle: 'dockside-news.test' });
    await network.act('processAll');
    brand = bluesky(optionsFor(own));
  });
  afterAll(async () => network?.close());

  describe('reading', () => {
    it('lists a mention with its facets, its author complete, and the newest first', async () => {
      const text = '👩‍👩‍👧 e\u0301 ¡hola! @harborbikes.test your brakes squeal #recall https://example.com/a?b=1';
      const older = await say('maya-rides.test', text, { langs: ['es-ES', 'en'] });
      const newer = await say('dockside-news.test', 'The shop @harborbikes.test is open');
      const page = await brand.mentions();
      expect(page.rejected).toEqual([]);
      const order = page.items.map((item) => (item.type === 'said' ? item.interaction.externalId : ''));
      expect(order.indexOf(newer.uri)).toBeLessThan(order.indexOf(older.uri));
      for (const item of page.items) expect(observedSchema.safeParse(item).error).toBeUndefined();

      const { interaction, profiles } = saidOf(page, older.uri);
      expect(interaction).toMatchObject({
        kind: 'post',
        version: older.cid,
        content: { text, language: 'es-ES' },
        permalink: expect.stringContaining('https://bsky.app/profile/maya-rides.test/post/'),
        participants: [
          { role: 'author', of: { source: 'bluesky', externalId: maya.did } },
          { role: 'mentioned', of: { source: 'bluesky', externalId: own.did } },
        ],
      });
      const parts = interaction.content.entities?.map(({ type, start, end, url }) => [
        type,
        text.slice(start, end),
        url,
      ]);
      expect(parts).toEqual([
        ['mention', '@harborbikes.test', `https://bsky.app/profile/${own.did}`],
        ['tag', '#recall', undefined],
        ['link', 'https://example.com/a?b=1', 'https://example.com/a?b=1'],
      ]);
      const [author, mentioned] = profiles;
      expect(author?.attributes).toMatchObject({ name: 'Maya Lindqvist', bio: expect.stringContaining('I ride') });
      expect(author?.identifiers).toEqual([
        { kind: 'account-id', scope: 'bluesky', value: maya.did, verifiedBy: 'network' },
        { kind: 'handle', scope: 'bluesky', value: 'maya-rides.test', verifiedBy: 'network' },
        { kind: 'url', scope: '', value: 'https://maya-lindqvist.example' },
        { kind: 'email', scope: '', value: 'maya@lindqvist.example' },
        { kind: 'url', scope: '', value: 'https://blog.maya-lindqvist.example' },
      ]);
      expect(mentioned).toMatchObject({ externalId: own.did, own: true, identifiers: [] });
    });

    it('walks pages to their end', async () => {
      const seen: string[] = [];
      for await (const page of walk((options) => brand.mentions(options), { limit: 1 }))
        seen.push(...page.items.map((item) => (item.type === 'said' ? item.interaction.externalId : item.type)));
      expect(seen.length).toBeGreaterThanOrEqual(2);
      expect(new Set(seen).size).toBe(seen.length);
    });

    it('tells that a post which was mentioned in is gone, and finds it removed', async () => {
      const kept = await say('maya-rides.test', '@harborbikes.test this one stays');
      const gone = await say('maya-rides.test', '@harborbikes.test this one goes');
      await network.act('delete', { as: 'maya-rides.test', uri: gone.uri });
      await network.act('processAll');
      const never = `at://${maya.did}/app.bsky.feed.post/3jzfcijpj2z2a`;
      const found = await brand.lookup([refOf(gone.uri), refOf(kept.uri), refOf(never), refOf('https://example.com')]);
      expect(found.map(({ of, state }) => [of.externalId, state])).toEqual([
        [gone.uri, 'removed'],
        [kept.uri, 'standing'],
        [never, 'removed'],
        ['https://example.com', 'unknown'],
      ]);
      expect(found[1]?.observed).toMatchObject({ type: 'said', interaction: { externalId: kept.uri } });
    });

    it('looks up more posts than one call takes', async () => {
      const posts = await Promise.all(
        Array.from({ length: 27 }, (_, index) =>
          network.act('post', { as: 'dockside-news.test', text: `issue ${index}` }),
        ),
      );
      await network.act('processAll');
      const found = await brand.lookup(posts.map(({ uri }) => refOf(uri)));
      expect(found.filter(({ state }) => state === 'standing')).toHaveLength(27);
    });

    it('searches, with counts and the quoted post', async () => {
      const quoted = await say('maya-rides.test', 'A xylophone on a tandem');
      const quoting = await say('dockside-news.test', 'Read about the xylophone', {
        embed: { $type: 'app.bsky.embed.record', record: { uri: quoted.uri, cid: quoted.cid } },
      });
      await network.act('like', { as: 'dockside-news.test', ...quoted });
      await network.act('processAll');
      const reader = bluesky({ service: network.appview });
      const page = await reader.search('xylophone');
      expect(saidOf(page, quoting.uri).interaction.about).toEqual([refOf(quoted.uri)]);
      expect(saidOf(page, quoted.uri).interaction.counts).toEqual([
        { action: 'LikeAction', total: 1 },
        { action: 'ShareAction', total: 0 },
        { action: 'CommentAction', total: 0 },
        { action: 'QuoteAction', total: 1 },
      ]);
    });

    it('reads attachments: images with what they show, and link cards', async () => {
      const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
      const image = await network.act('image', { as: 'maya-rides.test', base64: pixel, mediaType: 'image/png' });
      const { uri } = await say('maya-rides.test', 'Look', {
        embed: { $type: 'app.bsky.embed.images', images: [{ image, alt: 'A worn brake pad' }] },
      });
      const card = await say('maya-rides.test', 'Read', {
        embed: {
          $type: 'app.bsky.embed.external',
          external: { uri: 'https://example.com/recall', title: 'Recall', description: 'All 2026 models' },
        },
      });
      const page = await brand.thread(refOf(uri));
      expect(saidOf(page, uri).interaction.content.attachments).toEqual([
        { type: 'image', url: expect.stringMatching(/^http/), description: 'A worn brake pad' },
      ]);
      expect(saidOf(await brand.thread(refOf(card.uri)), card.uri).interaction.content.attachments).toEqual([
        { type: 'link', url: 'https://example.com/recall', name: 'Recall', description: 'All 2026 models' },
      ]);
    });

    it('gives profiles by id and by handle, and none where there is none', async () => {
      await network.act('follow', { as: 'dockside-news.test', did: maya.did });
      await network.act('processAll');
      const byId = await brand.profile({ externalId: maya.did });
      expect(byId).toMatchObject({ externalId: maya.did, permalink: 'https://bsky.app/profile/maya-rides.test' });
      expect(byId?.counts).toContainEqual({ action: 'FollowAction', total: 1 });
      expect(await brand.profile({ handle: '@maya-rides.test' })).toMatchObject({ externalId: maya.did });
      expect(await brand.profile({ handle: 'nobody-here.test' })).toBeUndefined();
      expect(await brand.own()).toMatchObject([
        { externalId: own.did, own: true, attributes: { name: 'Harbor Bikes' } },
      ]);
    });

    it('finds people; the network that runs here searches handles alone', async () => {
      const { items } = await bluesky({ service: network.appview }).people('maya-rides');
      expect(items.map(({ externalId }) => externalId)).toEqual([maya.did]);
    });

    it('refuses a wrong password without telling it', async () => {
      const stranger = bluesky({ ...optionsFor(own), password: 'not-the-pass-word' });
      const error = await stranger.mentions().catch((thrown: unknown) => thrown);
      expect(isKenningError(error, 'auth')).toBe(true);
      expect(String(error)).not.toContain('not-the-pass-word');
    });
  });

  describe('writing', () => {
    it('replies within the thread, once for a key', async () => {
      const root = await say('maya-rides.test', '@harborbikes.test is my bike recalled?');
      const draft = {
        to: refOf(root.uri),
        text: 'Thanks 🚲 @maya-rides.test, see https://example.com/recall. #brakes',
        language: 'en',
      };
      const first = await brand.reply.send({ key: 'answer-1', draft });
      const second = await bluesky(optionsFor(own)).reply.send({ key: 'answer-1', draft });
      await network.act('processAll');
      expect(second).toEqual(first);

      const page = await brand.thread(refOf(root.uri));
      expect(page.items.map((item) => item.type === 'said' && item.interaction.externalId)).toEqual([
        root.uri,
        first.ref.externalId,
      ]);
      const { interaction } = saidOf(page, first.ref.externalId);
      expect(interaction).toMatchObject({
        root: refOf(root.uri),
        inReplyTo: refOf(root.uri),
        permalink: first.permalink,
        content: { text: draft.text, language: 'en' },
        participants: [
          { role: 'author', of: { externalId: own.did } },
          { role: 'recipient', of: { externalId: maya.did } },
          { role: 'mentioned', of: { externalId: maya.did } },
        ],
      });
      const parts = interaction.content.entities?.map(({ type, start, end }) => [type, draft.text.slice(start, end)]);
      expect(parts).toEqual([
        ['mention', '@maya-rides.test'],
        ['link', 'https://example.com/recall'],
        ['tag', '#brakes'],
      ]);
      expect(first.observed).toMatchObject({
        type: 'said',
        interaction: { version: interaction.version, at: interaction.at },
      });

      // Maya was told, and answers deeper in the thread; our answer there still names the thread's root.
      const told = await network.act<{ notifications: { reason: string; uri: string }[] }>('get', {
        as: 'maya-rides.test',
        method: 'app.bsky.notification.listNotifications',
      });
      expect(told.notifications.filter(({ uri }) => uri === first.ref.externalId)).toHaveLength(1);
      const parent = { uri: first.ref.externalId, cid: interaction.version };
      const thanks = await say('maya-rides.test', 'Thank you!', { reply: { root, parent } });
      const third = await brand.reply.send({ key: 'answer-2', draft: { to: refOf(thanks.uri), text: 'Any time' } });
      await network.act('processAll');
      const deeper = saidOf(await brand.thread(refOf(root.uri)), third.ref.externalId).interaction;
      expect([deeper.root?.externalId, deeper.inReplyTo?.externalId]).toEqual([root.uri, thanks.uri]);
      const above = await brand.thread(third.ref);
      expect(above.items.map((item) => item.type === 'said' && item.interaction.externalId)).toEqual([
        root.uri,
        first.ref.externalId,
        thanks.uri,
        third.ref.externalId,
      ]);
      expect(saidOf(await brand.mentions(), thanks.uri).interaction.inReplyTo).toEqual(first.ref);
    });

    it('refuses a key that wrote something else', async () => {
      await brand.publish.send({ key: 'news-1', draft: { text: 'Open on Sunday' } });
      const error = await brand.publish
        .send({ key: 'news-1', draft: { text: 'Closed on Sunday' } })
        .catch((thrown: unknown) => thrown);
      expect(isKenningError(error, 'conflict')).toBe(true);
    });

    it('refuses to answer what is gone', async () => {
      const gone = refOf(`at://${maya.did}/app.bsky.feed.post/3jzfcijpj2z2a`);
      const error = await brand.reply
        .send({ key: 'late', draft: { to: gone, text: 'Hello?' } })
        .catch((thrown: unknown) => thrown);
      expect(isKenningError(error, 'not-found')).toBe(true);
    });

    it('takes the longest post, in characters of many bytes', async () => {
      const text = '👩🏽‍🚀'.repeat(200);
      const sent = await brand.publish.send({ key: 'long', draft: { text } });
      expect(sent.observed).toMatchObject({ interaction: { content: { text } } });
    });

    it('likes once, and removes what is ours but nothing else', async () => {
      const post = await say('maya-rides.test', 'A fine day to ride');
      const like = { key: 'like-1', draft: { of: refOf(post.uri), reason: 'kind words' } };
      const liked = await brand.like.send(like);
      expect((await brand.like.send(like)).ref).toEqual(liked.ref);
      await network.act('processAll');
      const [seen] = await brand.lookup([refOf(post.uri)]);
      expect(seen?.observed).toMatchObject({
        interaction: { counts: expect.arrayContaining([{ action: 'LikeAction', total: 1 }]) },
      });

      const mine = await brand.publish.send({ key: 'oops', draft: { text: 'A typo' } });
      await network.act('processAll');
      const remove = { key: 'remove-1', draft: { of: mine.ref, reason: 'typo' } };
      expect((await brand.remove.send(remove)).observed).toMatchObject({ type: 'removed', of: mine.ref, by: 'us' });
      await brand.remove.send(remove);
      await network.act('processAll');
      expect(await brand.lookup([mine.ref])).toEqual([{ of: mine.ref, state: 'removed' }]);
      const foreign = await brand.remove
        .send({ key: 'remove-2', draft: { of: refOf(post.uri), reason: 'no' } })
        .catch((thrown: unknown) => thrown);
      expect(isKenningError(foreign, 'forbidden')).toBe(true);
    });

    it('hides replies in our own threads, beside those that are hidden already', async () => {
      const { ref } = await brand.publish.send({ key: 'thread', draft: { text: 'We are hiring' } });
      await network.act('processAll');
      const [seen] = await brand.lookup([ref]);
      const root = { uri: ref.externalId, cid: (seen as { observed: Said }).observed.interaction.version };
      const replies = [
        await say('maya-rides.test', 'spam one', { reply: { root, parent: root } }),
        await say('dockside-news.test', 'spam two', { reply: { root, parent: root } }),
      ];
      for (const { uri } of replies)
        await brand.hide.send({ key: `hide-${uri}`, draft: { of: refOf(uri), reason: 'spam' } });
      const rkey = ref.externalId.split('/').at(-1);
      const gate = await network.act<{ value: { hiddenReplies: string[] } }>('get', {
        as: 'maya-rides.test',
        method: 'com.atproto.repo.getRecord',
        params: { repo: own.did, collection: 'app.bsky.feed.threadgate', rkey },
      });
      expect(gate.value.hiddenReplies).toEqual(replies.map(({ uri }) => uri));
      const theirs = await say('maya-rides.test', 'my thread');
      const answer = await say('dockside-news.test', 'hm', { reply: { root: theirs, parent: theirs } });
      const foreign = await brand.hide
        .send({ key: 'h', draft: { of: refOf(answer.uri), reason: 'no' } })
        .catch((thrown: unknown) => thrown);
      expect(isKenningError(foreign, 'forbidden')).toBe(true);
    });

    it('goes on with a session that was kept, without signing in again', async () => {
      let kept: Parameters<NonNullable<BlueskyOptions['session']>['save']>[0] | undefined;
      const session: NonNullable<BlueskyOptions['session']> = {
        load: async () => kept,
        save: async (saved) => {
          kept = saved;
        },
      };
      await bluesky({ ...optionsFor(own), session }).own();
      expect(kept).toMatchObject({ did: own.did, handle: 'harborbikes.test' });
      // The access token is worn out; the refresh token still works, and no password is at hand.
      const saved = kept as NonNullable<typeof kept>;
      kept = { ...saved, accessJwt: `${saved.accessJwt.slice(0, -3)}abc` };
      const again = bluesky({ service: network.pds, identifier: own.handle, session });
      expect(await Promise.all([again.own(), again.own(), again.mentions({ limit: 1 })])).toHaveLength(3);
      expect(kept?.refreshJwt).not.toBe(saved.refreshJwt);
    });
  });

  describe('streaming', () => {
    /** Reads a stream until something on it is what is waited for. */
    async function until(
      stream: AsyncIterator<Page<Observed>>,
      wanted: (item: Observed) => boolean,
    ): Promise<Page<Observed>[]> {
      const pages: Page<Observed>[] = [];
      for (;;) {
        const { done, value } = await stream.next();
        if (done) throw new Error('the stream ended');
        pages.push(value);
        if (value.items.some(wanted)) return pages;
      }
    }
    const isPost = (uri: string) => (item: Observed) => item.type === 'said' && item.interaction.externalId === uri;
    const streaming = (more: Partial<BlueskyOptions> = {}) =>
      bluesky({
        ...optionsFor(own),
        jetstream: network.jetstream,
        reconnectMs: 5,
        ...more,
      }).stream?.() as AsyncGenerator<Page<Observed>>;

    it('tells what speaks to us and leaves out what does not', async () => {
      const stream = streaming();
      const first = stream.next();
      const noise = await say('dockside-news.test', 'Nothing to do with bikes');
      const mention = await say('maya-rides.test', 'Hi @harborbikes.test 🚲');
      const pages = [(await first).value as Page<Observed>];
      if (!pages[0]?.items.some(isPost(mention.uri))) pages.push(...(await until(stream, isPost(mention.uri))));
      const page = pages.at(-1) as Page<Observed>;
      const { interaction, profiles } = saidOf(page, mention.uri);
      expect(interaction).toMatchObject({ version: mention.cid, origin: 'public-feed' });
      expect(interaction.participants.map(({ role }) => role)).toEqual(['author', 'mentioned']);
      expect(profiles[0]?.attributes).toMatchObject({ name: 'Maya Lindqvist' });
      expect(pages.flatMap(({ items }) => items).some(isPost(noise.uri))).toBe(false);
      for (const item of page.items) expect(observedSchema.safeParse(item).error).toBeUndefined();

      await network.act('delete', { as: 'maya-rides.test', uri: mention.uri });
      await network.act('processAll');
      const removed = (item: Observed) =>
        item.type === 'removed' && item.of.externalId === mention.uri && item.by === 'author';
      await until(stream, removed);
      await stream.return(undefined);
    });

    it('goes on after a broken connection, and loses nothing', async () => {
      const stream = streaming();
      const before = await (async () => {
        const next = stream.next();
        const post = await say('maya-rides.test', '@harborbikes.test before');
        const page = (await next).value as Page<Observed>;
        if (!page.items.some(isPost(post.uri))) await until(stream, isPost(post.uri));
        return post;
      })();
      await network.act('dropSockets');
      const during = await say('maya-rides.test', '@harborbikes.test during');
      const pages = await until(stream, isPost(during.uri));
      expect(pages.flatMap(({ items }) => items).some((item) => item.type === 'gap')).toBe(false);
      expect(before.uri).not.toBe(during.uri);
      await stream.return(undefined);
    });

    it('goes on from a cursor', async () => {
      const stream = streaming();
      const next = stream.next();
      await say('maya-rides.test', '@harborbikes.test one');
      const cursor = ((await next).value as Page<Observed>).next as string;
      await stream.return(undefined);
      const missed = await say('maya-rides.test', '@harborbikes.test two');
      const again = bluesky({ ...optionsFor(own), jetstream: network.jetstream }).stream?.({
        cursor,
      }) as AsyncGenerator<Page<Observed>>;
      await until(again, isPost(missed.uri));
      await again.return(undefined);
    });

    it('tells of a gap when the server no longer has what the cursor asks for', async () => {
      await network.act('forgetFrames');
      const kept = await say('maya-rides.test', '@harborbikes.test after the server forgot');
      const cursor = String((Date.now() - 10 * 60_000) * 1000);
      const stream = bluesky({ ...optionsFor(own), jetstream: network.jetstream }).stream?.({
        cursor,
      }) as AsyncGenerator<Page<Observed>>;
      const items = (await until(stream, isPost(kept.uri))).flatMap((page) => page.items);
      expect(items[0]).toEqual({
        type: 'gap',
        from: new Date(Number(cursor) / 1000).toISOString(),
        to: expect.any(String),
      });
      await stream.return(undefined);
    });

    it('gives up what a slow consumer leaves, says so, and goes on with the newest', async () => {
      const stream = streaming({ maxBufferedFrames: 5 });
      const next = stream.next();
      const first = await say('maya-rides.test', '@harborbikes.test 0');
      await next;
      const rest: string[] = [];
      for (let index = 1; index <= 12; index++)
        rest.push((await say('maya-rides.test', `@harborbikes.test ${index}`)).uri);
      const last = rest.at(-1) as string;
      const items = (await until(stream, isPost(last))).flatMap((page) => page.items);
      const gap = items.find((item) => item.type === 'gap');
      expect(gap).toMatchObject({ from: expect.any(String), to: expect.any(String) });
      const kept = items.flatMap((item) => (item.type === 'said' ? [item.interaction.externalId] : []));
      expect(kept.length).toBeLessThanOrEqual(5);
      expect(kept).toEqual(rest.slice(-kept.length));
      expect(kept).not.toContain(first.uri);
      await stream.return(undefined);
    });

    it('reads the raw firehose of repositories as well', async () => {
      const firehose = network.pds.replace('http', 'ws');
      const open = (cursor?: string) =>
        bluesky({ ...optionsFor(own), firehose, reconnectMs: 5 }).stream?.(cursor ? { cursor } : {}) as AsyncGenerator<
          Page<Observed>
        >;
      const stream = open('0');
      const emoji = '👩‍👩‍👧 @harborbikes.test from the firehose';
      const mention = await say('maya-rides.test', emoji);
      const pages = await until(stream, isPost(mention.uri));
      const { interaction } = saidOf(pages.at(-1) as Page<Observed>, mention.uri);
      expect(interaction).toMatchObject({ version: mention.cid, content: { text: emoji } });
      expect(pages.flatMap(({ rejected }) => rejected)).toEqual([]);
      await network.act('delete', { as: 'maya-rides.test', uri: mention.uri });
      const after = await until(stream, (item) => item.type === 'removed' && item.of.externalId === mention.uri);
      await stream.return(undefined);

      const later = await say('maya-rides.test', '@harborbikes.test again');
      const again = open(after.at(-1)?.next);
      const found = await until(again, isPost(later.uri));
      expect(found.flatMap(({ items }) => items).some(isPost(mention.uri))).toBe(false);
      await again.return(undefined);
    });

    it('ends with the reason of an abort', async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const stream = bluesky({ ...optionsFor(own), jetstream: network.jetstream }).stream?.({
        signal: controller.signal,
      });
      const next = stream?.[Symbol.asyncIterator]().next();
      controller.abort(reason);
      await expect(next).rejects.toBe(reason);
    });
  });
});
