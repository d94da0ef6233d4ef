import { type Clock, instantOf } from '../../../core/clock.js';
import { isKenningError } from '../../../core/errors.js';
import type { InteractionRef } from '../../../core/model/interaction.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Profile } from '../../../core/model/source-record.js';
import type { CallOptions, Page, PageOptions, Rejected } from '../../../core/page.js';
import type { Lookup, ProfileRef } from '../../connector.js';
import { readAll } from '../../read-all.js';
import { observedOf, partsOf, refOf } from './post.js';
import { profileOf, thinProfile } from './profile.js';
import {
  actors,
  notification,
  notifications,
  type PostView,
  posts,
  postView,
  profiles,
  profileView,
  thread,
  threadNode,
} from './views.js';
import type { Xrpc } from './xrpc.js';

/** What can name an account: a DID or a handle, as the lexicons' syntax has them. */
const isActor = /^(?:did:[a-z]+:[\w.:%-]{1,2000}|(?:[a-z0-9-]{1,63}\.){1,127}[a-z0-9-]{1,63})$/i;

/** What getPosts and getProfiles take at once. */
const batch = 25;

/** A thread that is larger is cut: nobody answers the thousandth reply, and the answer must stay small enough to read. */
const depth = 100;

export interface Reading {
  own(options?: CallOptions): Promise<Profile[]>;
  profile(ref: ProfileRef, options?: CallOptions): Promise<Profile | undefined>;
  people(query: string, options?: PageOptions): Promise<Page<Profile>>;
  mentions(options?: PageOptions): Promise<Page<Observed>>;
  search(query: string, options?: PageOptions): Promise<Page<Observed>>;
  thread(ref: InteractionRef, options?: CallOptions): Promise<Page<Observed>>;
  lookup(refs: InteractionRef[], options?: CallOptions): Promise<Lookup[]>;
  /** Posts that are there, by their addresses. */
  posts(uris: string[], signal?: AbortSignal, rejected?: Rejected[]): Promise<Map<string, PostView>>;
  /** Complete profiles, by DID: a post's author comes without biography, and a part must not take the whole's place. */
  profiles(dids: Iterable<string>, signal?: AbortSignal): Promise<Map<string, Profile>>;
}

export function reading(xrpc: Xrpc, clock: Clock): Reading {
  async function getPosts(uris: string[], signal?: AbortSignal, rejected: Rejected[] = []) {
    const found = new Map<string, PostView>();
    for (const some of batches(uris)) {
      const answer = await xrpc.query('app.bsky.feed.getPosts', { uris: some }, posts, signal);
      for (const post of readAll(answer.posts, postView, rejected, 'uri')) found.set(post.uri, post);
    }
    return found;
  }

  async function getProfiles(dids: Iterable<string>, signal?: AbortSignal) {
    const found = new Map<string, Profile>();
    for (const actors of batches([...new Set(dids)])) {
      const answer = await xrpc.query('app.bsky.actor.getProfiles', { actors }, profiles, signal);
      const now = instantOf(clock);
      for (const view of readAll(answer.profiles, profileView, [], 'uri'))
        found.set(view.did, profileOf(view, now, view.did === xrpc.did));
    }
    return found;
  }

  async function observe(list: Iterable<PostView>, signal?: AbortSignal): Promise<Map<string, Observed>> {
    const all = [...list];
    const authors = await getProfiles(
      all.map(({ author }) => author.did),
      signal,
    );
    const now = instantOf(clock);
    return new Map(
      all.map((post) => {
        const { author } = post;
        const profile = authors.get(author.did) ?? profileOf(author, now, author.did === xrpc.did);
        return [post.uri, observedOf(post, profile, xrpc.did)];
      }),
    );
  }

  const gone = (uri: string): Observed => ({ type: 'removed', of: refOf(uri), at: instantOf(clock), by: 'unknown' });

  async function profile(ref: ProfileRef, { signal }: CallOptions = {}): Promise<Profile | undefined> {
    const actor = 'handle' in ref ? ref.handle.replace(/^@/, '') : ref.externalId;
    if (!isActor.test(actor)) return undefined;
    try {
      const view = await xrpc.query('app.bsky.actor.getProfile', { actor }, profileView, signal);
      return profileOf(view, instantOf(clock), view.did === xrpc.did);
    } catch (error) {
      if (isKenningError(error, 'not-found')) return undefined;
      if (!isKenningError(error, 'forbidden') || !actor.startsWith('did:')) throw error;
      return { ...thinProfile(actor, instantOf(clock)), standing: 'suspended' };
    }
  }

  return {
    posts: getPosts,
    profiles: getProfiles,
    profile,

    async own(options) {
      const { did } = await xrpc.account(options?.signal);
      const found = await profile({ externalId: did }, options);
      return found ? [found] : [];
    },

    async people(q, { cursor, limit, signal } = {}) {
      const rejected: Rejected[] = [];
      const query = { q, limit: pageSize(limit), cursor };
      const answer = await xrpc.query('app.bsky.actor.searchActors', query, actors, signal);
      const now = instantOf(clock);
      const items = readAll(answer.actors, profileView, rejected, 'did').map((view) =>
        profileOf(view, now, view.did === xrpc.did),
      );
      return { items, rejected, ...(answer.cursor && { next: answer.cursor }) };
    },

    async mentions({ cursor, limit, signal } = {}) {
      const rejected: Rejected[] = [];
      const query = { reasons: ['mention', 'reply', 'quote'], limit: pageSize(limit), cursor };
      const answer = await xrpc.query('app.bsky.notification.listNotifications', query, notifications, signal);
      const uris = [...new Set(readAll(answer.notifications, notification, rejected, 'uri').map(({ uri }) => uri))];
      // A notification holds no counts, and it may outlive its post.
      const seen = await observe((await getPosts(uris, signal, rejected)).values(), signal);
      const items = uris.map((uri) => seen.get(uri) ?? gone(uri));
      // What could not be read is not gone.
      return page(
        items.filter((item) => item.type !== 'removed' || !rejected.some(({ at }) => at === item.of.externalId)),
        rejected,
        answer.cursor,
      );
    },

    async search(q, { cursor, limit, signal } = {}) {
      const rejected: Rejected[] = [];
      const query = { q, sort: 'latest', limit: pageSize(limit), cursor };
      const answer = await xrpc.query('app.bsky.feed.searchPosts', query, posts, signal);
      const seen = await observe(readAll(answer.posts, postView, rejected, 'uri'), signal);
      return page([...seen.values()], rejected, answer.cursor);
    },

    async thread({ externalId: uri }, { signal } = {}) {
      const rejected: Rejected[] = [];
      const found: PostView[] = [];
      const missing: Observed[] = [];
      try {
        const query = { uri, depth, parentHeight: depth };
        const answer = await xrpc.query('app.bsky.feed.getPostThread', query, thread, signal);
        const above: PostView[] = [];
        const read = (item: unknown, into: PostView[]) => {
          const { data } = threadNode.safeParse(item);
          if (data?.post) into.push(...readAll([data.post], postView, rejected, 'uri'));
          else if (data?.notFound && data.uri) missing.push(gone(data.uri));
          else rejected.push({ reason: data?.blocked ? 'blocked' : 'not a post', ...(data?.uri && { at: data.uri }) });
          return data;
        };
        let node = threadNode.safeParse(answer.thread).data?.parent;
        while (node) node = read(node, above)?.parent;
        found.push(...above.reverse());
        const waiting: unknown[] = [answer.thread];
        while (waiting.length) waiting.push(...(read(waiting.pop(), found)?.replies ?? []).toReversed());
      } catch (error) {
        if (!isKenningError(error, 'not-found')) throw error;
        missing.push(gone(uri));
      }
      return page([...(await observe(found, signal)).values(), ...missing], rejected);
    },

    async lookup(refs, { signal } = {}) {
      const isPost = ({ network, externalId }: InteractionRef) =>
        network === 'bluesky' && partsOf(externalId).collection === 'app.bsky.feed.post';
      const rejected: Rejected[] = [];
      const uris = [...new Set(refs.filter(isPost).map(({ externalId }) => externalId))];
      const observed = await observe((await getPosts(uris, signal, rejected)).values(), signal);
      return refs.map((of) => {
        const seen = isPost(of) ? observed.get(of.externalId) : undefined;
        if (seen?.type === 'hidden') return { of, state: 'hidden' };
        if (seen) return { of, state: 'standing', observed: seen };
        const unknown = !isPost(of) || rejected.some(({ at }) => at === of.externalId);
        return { of, state: unknown ? 'unknown' : 'removed' };
      });
    },
  };
}

function pageSize(limit = 50): number {
  return Math.max(1, Math.min(100, limit));
}

function page(items: Observed[], rejected: Rejected[], next?: string): Page<Observed> {
  return { items, rejected, ...(next && { next }) };
}

function* batches(all: string[]): Generator<string[]> {
  for (let start = 0; start < all.length; start += batch) yield all.slice(start, start + batch);
}
