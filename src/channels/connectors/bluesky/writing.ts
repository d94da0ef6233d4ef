import { z } from 'zod';
import type { Clock } from '../../../core/clock.js';
import { instantOf } from '../../../core/clock.js';
import { isKenningError, KenningError } from '../../../core/errors.js';
import type { InteractionRef } from '../../../core/model/interaction.js';
import type { PublishDraft, ReplyDraft, TargetDraft, WriteVerb, Written } from '../../connector.js';
import { facetsOf } from './facets.js';
import { observedOf, partsOf, permalinkOf, refOf } from './post.js';
import { thinProfile } from './profile.js';
import type { Reading } from './reading.js';
import { recordKey } from './record-key.js';
import { atUri, type PostView, postView } from './views.js';
import type { Xrpc } from './xrpc.js';

const post = 'app.bsky.feed.post';
const threadgate = 'app.bsky.feed.threadgate';
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

// Here and not with the other views, since who only reads loads none of this.
const writtenRecord = z.object({ uri: atUri, cid: z.string() });
const keptRecord = z.object({ uri: atUri, cid: z.string(), value: z.record(z.string(), z.unknown()) });
const resolvedHandle = z.object({ did: z.string() });
const strings = z.array(z.string()).catch([]);

type Value = Record<string, unknown>;

export interface Writing {
  reply: WriteVerb<ReplyDraft>;
  publish: WriteVerb<PublishDraft>;
  like: WriteVerb<TargetDraft>;
  remove: WriteVerb<TargetDraft>;
  hide: WriteVerb<TargetDraft>;
}

export function writing(xrpc: Xrpc, reading: Reading, clock: Clock): Writing {
  const kept = (repo: string, collection: string, rkey: string, signal?: AbortSignal) =>
    xrpc.query('com.atproto.repo.getRecord', { repo, collection, rkey }, keptRecord, signal);

  /** Writes a record once: what an earlier try with the same key left is given instead. */
  async function create(key: string, collection: string, value: Value, signal?: AbortSignal) {
    const { did: repo } = await xrpc.account(signal);
    const rkey = await recordKey(key);
    const record: Value = { $type: collection, ...value, createdAt: instantOf(clock) };
    try {
      const body = { repo, collection, rkey, record };
      return { ...(await xrpc.procedure('com.atproto.repo.createRecord', body, writtenRecord, signal)), value: record };
    } catch (error) {
      // A server says of a key that is taken what it likes, 500 among it; and a lost answer may have been a yes.
      const decided = ['auth', 'forbidden', 'rate-limited', 'too-large'].some((code) =>
        isKenningError(error, code as 'auth'),
      );
      if (decided || !isKenningError(error)) throw error;
      const earlier = await kept(repo, collection, rkey, signal).catch((problem: unknown) => {
        signal?.throwIfAborted();
        throw isKenningError(problem, 'not-found') ? error : problem;
      });
      if (sameIntent(earlier.value, record)) return earlier;
      throw new KenningError(
        'conflict',
        `bluesky: the key ${key.slice(0, 200)} has written something else before; use a new key.`,
      );
    }
  }

  async function send(key: string, draft: PublishDraft, more: Value, signal?: AbortSignal): Promise<Written> {
    const { text, language } = draft;
    const graphemes = [...segmenter.segment(text.slice(0, 4000))].length;
    if (!text.trim()) throw new KenningError('invalid', 'bluesky: the text is empty.');
    if (graphemes > 300 || new TextEncoder().encode(text).length > 3000)
      throw new KenningError(
        'invalid',
        'bluesky: a post has at most 300 characters and 3,000 bytes; shorten the text.',
      );
    const facets = await facetsOf(text, (handle) => didOf(handle, signal));
    const value = { text, ...(facets.length && { facets }), ...(language && { langs: [language] }), ...more };
    const { uri, cid, value: record } = await create(key, post, value, signal);
    const { did, handle } = await xrpc.account(signal);
    const view: PostView = postView.parse({ uri, cid, author: { did, handle }, record, indexedAt: record.createdAt });
    const observed = observedOf(view, thinProfile(did, view.indexedAt, true), did);
    const at = observed.type === 'said' ? observed.interaction.at : view.indexedAt;
    return { ref: refOf(uri), at, permalink: permalinkOf(uri, handle), observed };
  }

  async function didOf(handle: string, signal?: AbortSignal): Promise<string | undefined> {
    try {
      return (await xrpc.query('com.atproto.identity.resolveHandle', { handle }, resolvedHandle, signal)).did;
    } catch (error) {
      if (isKenningError(error, 'invalid') || isKenningError(error, 'not-found')) return undefined;
      throw error;
    }
  }

  async function standing({ externalId }: InteractionRef, signal?: AbortSignal): Promise<PostView> {
    const found = (await reading.posts([externalId], signal)).get(externalId);
    if (!found) throw new KenningError('not-found', `bluesky: ${externalId} is not there (any more).`);
    return found;
  }

  async function ours(did: string, what: string, signal?: AbortSignal): Promise<void> {
    if (did !== (await xrpc.account(signal)).did) throw new KenningError('forbidden', `bluesky: ${what} is not ours.`);
  }

  return {
    reply: {
      repeat: 'keyed',
      async send({ key, draft }, { signal } = {}) {
        const { uri, cid, record } = await standing(draft.to, signal);
        const parent = { uri, cid };
        // What the parent says of its root is what the network goes by; a draft may have seen less of the thread.
        return send(key, draft, { reply: { root: record.reply?.root ?? parent, parent } }, signal);
      },
    },
    publish: {
      repeat: 'keyed',
      send: ({ key, draft }, { signal } = {}) => send(key, draft, {}, signal),
    },
    like: {
      repeat: 'keyed',
      async send({ key, draft }, { signal } = {}) {
        const { uri, cid } = await standing(draft.of, signal);
        const like = await create(key, 'app.bsky.feed.like', { subject: { uri, cid } }, signal);
        return { ref: refOf(like.uri), at: String(like.value.createdAt) };
      },
    },
    remove: {
      repeat: 'keyed',
      async send({ draft: { of } }, { signal } = {}) {
        const { did: repo, collection, rkey } = partsOf(of.externalId);
        await ours(repo, of.externalId, signal);
        await xrpc.procedure('com.atproto.repo.deleteRecord', { repo, collection, rkey }, z.unknown(), signal);
        const at = instantOf(clock);
        return { ref: of, at, observed: { type: 'removed', of, at, by: 'us' } };
      },
    },
    hide: {
      repeat: 'keyed',
      async send({ draft: { of } }, { signal } = {}) {
        const reply = await standing(of, signal);
        const root = reply.record.reply?.root.uri;
        if (!root)
          throw new KenningError('invalid', `bluesky: ${of.externalId} is no reply; only replies can be hidden.`);
        const { did: repo, rkey } = partsOf(root);
        await ours(repo, `the thread ${root}`, signal);
        const old = await kept(repo, threadgate, rkey, signal).catch((error: unknown) => {
          if (isKenningError(error, 'not-found')) return undefined;
          throw error;
        });
        const listed = strings.parse(old?.value.hiddenReplies);
        const hiddenReplies = [...new Set([...listed, of.externalId])];
        if (hiddenReplies.length > 300)
          throw new KenningError('too-large', `bluesky: 300 replies of ${root} are hidden already; that is the most.`);
        const record = { $type: threadgate, post: root, createdAt: instantOf(clock), ...old?.value, hiddenReplies };
        // Somebody may change the thread's rules at the same time; theirs must not be lost, so that is a conflict.
        const body = { repo, collection: threadgate, rkey, record, swapRecord: old?.cid ?? null };
        await xrpc.procedure('com.atproto.repo.putRecord', body, writtenRecord, signal);
        const at = instantOf(clock);
        return { ref: of, at, observed: { type: 'hidden', of, at, by: 'us' } };
      },
    },
  };
}

/** Whether an earlier record says what this one says; when it was written and how it was marked up does not count. */
function sameIntent(earlier: Value, now: Value): boolean {
  const intent = ({ text, reply, subject }: Value) => {
    const uri = (value: unknown) => (value as { uri?: unknown } | undefined)?.uri;
    return JSON.stringify([text, uri((reply as Value | undefined)?.parent), uri(subject)]);
  };
  return intent(earlier) === intent(now);
}
