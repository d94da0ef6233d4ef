import { type Clock, instantOf, systemClock } from '../../core/clock.js';
import { KenningError } from '../../core/errors.js';
import type { Instant } from '../../core/model/instant.js';

export interface FakePerson {
  id: string;
  handle: string;
  name: string;
  /** What somebody says of themselves. */
  bio?: string;
}

export interface FakePost {
  id: string;
  /** Its place in the order in which things were said. */
  place: number;
  by: string;
  text: string;
  at: Instant;
  /** Counts wordings. */
  version: number;
  editedAt?: Instant;
  mentions: string[];
  inReplyTo?: string;
  root?: string;
  /** Whom a private message is for; absent for what everybody may read. */
  to?: string;
  likes: string[];
  state: 'standing' | 'hidden' | 'removed';
}

/** What a listing of the fake network shows. */
export type FakeListing = 'mentions' | 'messages' | 'posts' | 'comments';

/** Something that happened, as streams and webhooks tell it. */
export interface FakeEvent {
  type: 'said' | 'edited' | 'removed' | 'hidden';
  post: FakePost;
}

export interface FakeNetworkOptions {
  clock?: Clock;
  /** How listings run. Defaults to `newest-first`. */
  order?: 'newest-first' | 'oldest-first';
}

export interface FakeSaying {
  by: string;
  text: string;
  at?: Instant;
  mentions?: string[];
  inReplyTo?: string;
  to?: string;
}

/**
 * A network in memory: people, posts with edits and removals, threads, private messages. People act on it by its methods.
 * Our account is the person `us`. `fakeNetworkServer` is its HTTP API, `fakeNetworkConnector` a connector without one.
 *
 * @example
 * const network = new FakeNetwork();
 * const maya = network.join({ handle: 'maya', name: 'Maya Lindqvist' });
 * network.say({ by: maya, text: 'My bell is loud.', mentions: ['us'] });
 */
export class FakeNetwork {
  readonly clock: Clock;
  readonly order: 'newest-first' | 'oldest-first';
  readonly people = new Map<string, FakePerson>();
  readonly posts = new Map<string, FakePost>();
  /** What was made of writes, by their keys. */
  readonly written = new Map<string, string>();
  readonly #watchers = new Set<(event: FakeEvent) => void>();
  #places = 0;

  constructor({ clock = systemClock, order = 'newest-first' }: FakeNetworkOptions = {}) {
    this.clock = clock;
    this.order = order;
    this.people.set('us', { id: 'us', handle: 'harborbikes', name: 'Harbor Bikes' });
  }

  /** Adds a person; gives the id. */
  join(person: Omit<FakePerson, 'id'>): string {
    const id = `person-${this.people.size}`;
    this.people.set(id, { ...person, id });
    return id;
  }

  /** Somebody says something; gives the post's id. @throws `not-found` for an answer to what is not there */
  say({ by, text, at = instantOf(this.clock), mentions = [], inReplyTo, to }: FakeSaying): string {
    const above = inReplyTo === undefined ? undefined : this.standing(inReplyTo);
    this.#places += 1;
    const post: FakePost = {
      id: `post-${this.#places}`,
      place: this.#places,
      by,
      text,
      at,
      version: 1,
      mentions,
      ...(above && { inReplyTo: above.id, root: above.root ?? above.id }),
      ...(to !== undefined && { to }),
      likes: [],
      state: 'standing',
    };
    this.posts.set(post.id, post);
    this.#tell('said', post);
    return post.id;
  }

  /** Words it anew. @throws `not-found` */
  edit(id: string, text: string): void {
    const post = this.standing(id);
    Object.assign(post, { text, version: post.version + 1, editedAt: instantOf(this.clock) });
    this.#tell('edited', post);
  }

  /** Removes a post. What is gone already is no error. */
  remove(id: string): void {
    this.#end(id, 'removed');
  }

  /** Hides a post: only its author sees it still. */
  hide(id: string): void {
    this.#end(id, 'hidden');
  }

  like(id: string, by: string): void {
    const post = this.standing(id);
    if (!post.likes.includes(by)) post.likes.push(by);
  }

  /** A post that is there. @throws `not-found` */
  standing(id: string): FakePost {
    const post = this.posts.get(id);
    if (post?.state !== 'standing') throw new KenningError('not-found', `There is no post ${id.slice(0, 100)}.`);
    return post;
  }

  person(named: { id: string } | { handle: string }): FakePerson | undefined {
    if ('id' in named) return this.people.get(named.id);
    const handle = named.handle.replace(/^@/, '').toLowerCase();
    return [...this.people.values()].find((one) => one.handle.toLowerCase() === handle);
  }

  /**
   * A page of what a listing or a search shows, and where the next begins: at the place of the last, so that what is said
   * meanwhile moves nothing.
   *
   * @throws `invalid` for a cursor that is none
   */
  list(
    what: FakeListing | { search: string },
    { cursor, limit = 20 }: { cursor?: string | undefined; limit?: number | undefined } = {},
  ): { posts: FakePost[]; next?: string } {
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor))
      throw new KenningError('invalid', 'This cursor is none of ours.');
    const from = cursor === undefined ? undefined : Number(cursor);
    const shown = [...this.posts.values()].filter(
      (post) => post.state === 'standing' && this.#isShown(post, what) && this.#comesAfter(post.place, from),
    );
    if (this.order === 'newest-first') shown.reverse();
    const size = Math.max(1, Math.min(100, limit));
    const posts = shown.slice(0, size);
    const last = posts.at(-1)?.place ?? from;
    // Oldest first, there is always a place to go on at.
    const more = shown.length > size || (this.order === 'oldest-first' && last !== undefined);
    return { posts, ...(more && { next: String(last) }) };
  }

  /** A post with all above and beneath it, oldest first; what was removed included. */
  thread(id: string): FakePost[] {
    const root = this.posts.get(id)?.root ?? id;
    return [...this.posts.values()].filter((post) => post.id === root || post.root === root);
  }

  /** Is told of everything that happens, until the function that it gives is called. */
  watch(watcher: (event: FakeEvent) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Does a write once: what it made before, if the key was seen. */
  once(key: string | undefined, write: () => string): string {
    const before = key === undefined ? undefined : this.written.get(key);
    if (before !== undefined) return before;
    const made = write();
    if (key !== undefined) this.written.set(key, made);
    return made;
  }

  #isShown(post: FakePost, what: FakeListing | { search: string }): boolean {
    const { by, to, mentions, inReplyTo, text } = post;
    if (what === 'messages') return to !== undefined && (to === 'us' || by === 'us');
    if (to !== undefined) return false;
    if (typeof what === 'object') return text.toLowerCase().includes(what.search.toLowerCase());
    if (what === 'posts') return by === 'us' && inReplyTo === undefined;
    const isAnswer = inReplyTo !== undefined && this.posts.get(inReplyTo)?.by === 'us';
    if (what === 'comments') return by !== 'us' && isAnswer;
    return by !== 'us' && (isAnswer || mentions.includes('us'));
  }

  #comesAfter(place: number, from: number | undefined): boolean {
    if (from === undefined) return true;
    return this.order === 'newest-first' ? place < from : place > from;
  }

  #end(id: string, state: 'hidden' | 'removed'): void {
    const post = this.posts.get(id);
    if (!post || post.state === state) return;
    post.state = state;
    if (state === 'removed') post.text = '';
    this.#tell(state, post);
  }

  #tell(type: FakeEvent['type'], post: FakePost): void {
    for (const watcher of this.#watchers) watcher({ type, post: { ...post } });
  }
}
