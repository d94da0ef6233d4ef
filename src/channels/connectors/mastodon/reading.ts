import { type Clock, instantOf } from '../../../core/clock.js';
import { isKenningError, KenningError } from '../../../core/errors.js';
import type { InteractionRef } from '../../../core/model/interaction.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Profile } from '../../../core/model/source-record.js';
import type { CallOptions, Page, PageOptions, Rejected } from '../../../core/page.js';
import type { Lookup, ProfileRef } from '../../connector.js';
import { readAll } from '../../read-all.js';
import { profileOf, type Sight } from './account.js';
import { type Calls, checkedCursor, noCursor, pathOf } from './calls.js';
import { notificationTypes, readNotifications } from './notifications.js';
import type { ParsedOptions } from './options.js';
import { observedOf, refOf } from './status.js';
import { statuses } from './statuses.js';
import {
  accountSearch,
  accountView,
  context,
  peopleSearch,
  type StatusView,
  statusSearch,
  statusView,
} from './views.js';

export interface Reading {
  own(options?: CallOptions): Promise<Profile[]>;
  profile(ref: ProfileRef, options?: CallOptions): Promise<Profile | undefined>;
  people(query: string, options?: PageOptions): Promise<Page<Profile>>;
  mentions(options?: PageOptions): Promise<Page<Observed>>;
  posts(options?: PageOptions): Promise<Page<Observed>>;
  search(query: string, options?: PageOptions): Promise<Page<Observed>>;
  thread(ref: InteractionRef, options?: CallOptions): Promise<Page<Observed>>;
  lookup(refs: InteractionRef[], options?: CallOptions): Promise<Lookup[]>;
  /** From where we look now. */
  sight(signal?: AbortSignal): Promise<Sight>;
  /** Statuses as interactions, each in its thread. */
  observe(list: readonly StatusView[], signal?: AbortSignal): Promise<Observed[]>;
}

export function reading(calls: Calls, options: Pick<ParsedOptions, 'home' | 'reactions'>, clock: Clock): Reading {
  const { realm, origin } = calls;
  const { byId, roots } = statuses(calls);

  async function sight(signal?: AbortSignal): Promise<Sight> {
    const { domain } = await calls.instance(signal);
    const me = (await calls.account(signal))?.id;
    return { realm, origin, domain, me, now: instantOf(clock) };
  }

  const observe: Reading['observe'] = async (list, signal) => {
    const here = await sight(signal);
    const threads = await roots(list, signal);
    return list.map((status) => observedOf(status, here, threads.get(status.id)));
  };

  async function account(path: string, query: Record<string, string>, signal?: AbortSignal) {
    try {
      return await calls.get(path, query, accountView, signal);
    } catch (error) {
      if (isKenningError(error, 'not-found')) return undefined;
      throw error;
    }
  }

  async function byHandle(written: string, signal?: AbortSignal) {
    const { domain } = await calls.instance(signal);
    const [name = '', server = ''] = written.replace(/^@/, '').toLowerCase().split('@');
    const acct = server && server !== domain ? `${name}@${server}` : name;
    const found = await account('api/v1/accounts/lookup', { acct }, signal);
    if (found || !acct.includes('@') || !(await calls.token())) return found;
    // The instance has never heard of the account; asked to, it looks where the account is at home.
    const query = { q: `@${acct}`, type: 'accounts', resolve: true, limit: 5 };
    const { accounts } = await calls.get('api/v2/search', query, accountSearch, signal);
    return accounts.find((one) => one.acct.toLowerCase() === acct);
  }

  async function timeline(
    path: string,
    { cursor, limit, signal }: PageOptions,
    more: Record<string, string> = {},
  ): Promise<Page<Observed>> {
    const rejected: Rejected[] = [];
    const { items, next } = await calls.list(
      path,
      { ...more, limit: pageSize(limit), max_id: checkedCursor(cursor) },
      signal,
    );
    return page(await observe(readAll(items, statusView, rejected), signal), rejected, next);
  }

  /**
   * Mastodon pages its search by number, GoToSocial by id. A place by number holds the last id too, so that a server which
   * knows no numbers and gives the first page again does not do so for ever.
   */
  async function place(cursor: string | undefined, signal?: AbortSignal): Promise<Record<string, string>> {
    if (checkedCursor(cursor) === undefined) return {};
    if ((await calls.instance(signal)).isGoToSocial) return { max_id: cursor as string };
    const [offset = ''] = (cursor as string).split('-');
    if (/^\d{1,9}$/.test(offset)) return { offset };
    throw noCursor();
  }

  /** The place behind a page of the search. */
  async function behind(cursor = '0', count: number, lastId: string | undefined, signal?: AbortSignal) {
    if (count === 0 || (await calls.instance(signal)).isGoToSocial) return lastId;
    const [offset, before] = cursor.split('-');
    const last = lastId ?? 'unread';
    return last === before ? undefined : `${Number(offset) + count}-${last}`;
  }

  return {
    sight,
    observe,

    async own({ signal } = {}) {
      const ours = await calls.account(signal);
      return ours ? [profileOf(ours, await sight(signal))] : [];
    },

    async profile(ref, { signal } = {}) {
      const found =
        'handle' in ref
          ? await byHandle(ref.handle, signal)
          : await account(pathOf('accounts', ref.externalId), {}, signal);
      return found && profileOf(found, await sight(signal));
    },

    async people(q, { cursor, limit, signal } = {}) {
      const rejected: Rejected[] = [];
      const { accounts } = await calls.get(
        'api/v2/search',
        { q, type: 'accounts', limit: pageSize(limit), ...(await place(cursor, signal)) },
        peopleSearch,
        signal,
      );
      const found = readAll(accounts, accountView, rejected);
      const here = await sight(signal);
      const next = await behind(cursor, accounts.length, found.at(-1)?.id, signal);
      return { items: found.map((one) => profileOf(one, here)), rejected, ...(next && { next }) };
    },

    async mentions({ cursor, limit, signal } = {}) {
      const types = notificationTypes(options.reactions, (await calls.instance(signal)).apiVersion);
      const query = { 'types[]': types, limit: pageSize(limit), max_id: checkedCursor(cursor) };
      const { items, next } = await calls.list('api/v1/notifications', query, signal);
      const rejected: Rejected[] = [];
      const here = await sight(signal);
      return page(
        await readNotifications(items, types, here, rejected, (list) => observe(list, signal)),
        rejected,
        next,
      );
    },

    async posts(pageOptions = {}) {
      if (options.home) return timeline('api/v1/timelines/home', pageOptions);
      const me = (await calls.account(pageOptions.signal))?.id ?? '';
      return timeline(pathOf('accounts', me, '/statuses'), pageOptions);
    },

    async search(query, pageOptions = {}) {
      const tag = /^\s*[#＃]([^\s#＃]{1,500})\s*$/.exec(query)?.[1];
      if (tag) return timeline(pathOf('timelines/tag', tag), pageOptions);
      const { cursor, limit, signal } = pageOptions;
      if (!(await calls.token()))
        throw new KenningError('unsupported', 'mastodon: without an account only tags can be searched: #name.');
      const rejected: Rejected[] = [];
      const answer = await calls.get(
        'api/v2/search',
        { q: query, type: 'statuses', limit: pageSize(limit), ...(await place(cursor, signal)) },
        statusSearch,
        signal,
      );
      const found = readAll(answer.statuses, statusView, rejected);
      const next = await behind(cursor, answer.statuses.length, found.at(-1)?.id, signal);
      return page(await observe(found, signal), rejected, next);
    },

    async thread(ref, { signal } = {}) {
      const rejected: Rejected[] = [];
      const { standing } = await byId([ref.externalId], signal);
      const itself = standing.get(ref.externalId);
      if (!itself) return page([gone(ref.externalId)], rejected);
      const { ancestors, descendants } = await calls.get(
        pathOf('statuses', ref.externalId, '/context'),
        {},
        context,
        signal,
      );
      const above = readAll(ancestors, statusView, rejected);
      return page(await observe([...above, itself, ...readAll(descendants, statusView, rejected)], signal), rejected);
    },

    async lookup(refs, { signal } = {}) {
      const isOurs = (ref: InteractionRef) => ref.network === 'mastodon' && ref.realm === realm;
      const isStatus = (ref: InteractionRef) => isOurs(ref) && !ref.externalId.startsWith('notification:');
      const found = await byId(
        refs.filter(isStatus).map(({ externalId }) => externalId),
        signal,
      );
      const here = await sight(signal);
      return refs.map((of) => {
        const status = isStatus(of) ? found.standing.get(of.externalId) : undefined;
        if (status) return { of, state: 'standing', observed: observedOf(status, here) };
        const unknown = !isStatus(of) || found.rejected.some(({ at }) => at === of.externalId);
        return { of, state: unknown ? 'unknown' : found.hidden.has(of.externalId) ? 'hidden' : 'removed' };
      });
    },
  };

  function gone(id: string): Observed {
    return { type: 'removed', of: refOf(id, realm), at: instantOf(clock), by: 'unknown' };
  }
}

function pageSize(limit = 40): number {
  return Math.max(1, Math.min(40, limit));
}

function page(items: Observed[], rejected: Rejected[], next?: string): Page<Observed> {
  return { items, rejected, ...(next && { next }) };
}
