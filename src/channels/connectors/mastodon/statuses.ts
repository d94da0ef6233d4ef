import { isKenningError } from '../../../core/errors.js';
import type { Rejected } from '../../../core/page.js';
import { readAll } from '../../read-all.js';
import { type Calls, pathOf } from './calls.js';
import { listOf, type StatusView, statusView } from './views.js';

/** What an instance answers at once. */
const batch = 20;
/** Since this version of its API, Mastodon gives many statuses at once. */
const batchVersion = 2;
/** A thread that is deeper keeps its root unknown until it is read as a whole. */
const deepest = 8;
const mostRoots = 5000;

/** What became of statuses, by their ids: one that is in none of the maps is gone. */
export interface Found {
  standing: Map<string, StatusView>;
  /** There, and not for us to see. */
  hidden: Set<string>;
  rejected: Rejected[];
}

export interface Statuses {
  byId(ids: Iterable<string>, signal?: AbortSignal): Promise<Found>;
  /** The roots of the threads in which statuses stand, by the statuses' ids; those that can not be told are left out. */
  roots(statuses: readonly StatusView[], signal?: AbortSignal): Promise<Map<string, string>>;
}

export function statuses(calls: Calls): Statuses {
  const known = new Map<string, string>();

  async function one(id: string, found: Found, signal?: AbortSignal): Promise<void> {
    try {
      const answer = await calls.get(pathOf('statuses', id), {}, statusView, signal);
      found.standing.set(id, answer);
    } catch (error) {
      if (isKenningError(error, 'forbidden')) found.hidden.add(id);
      else if (isKenningError(error, 'unexpected')) found.rejected.push({ reason: error.message, at: id });
      else if (!isKenningError(error, 'not-found')) throw error;
    }
  }

  async function byId(ids: Iterable<string>, signal?: AbortSignal): Promise<Found> {
    const found: Found = { standing: new Map(), hidden: new Set(), rejected: [] };
    const all = [...new Set(ids)];
    if (all.length > 1 && (await calls.instance(signal)).apiVersion >= batchVersion)
      for (let start = 0; start < all.length; start += batch) {
        const query = { 'id[]': all.slice(start, start + batch) };
        const answer = await calls.get('api/v1/statuses', query, listOf, signal);
        for (const status of readAll(answer, statusView, found.rejected)) found.standing.set(status.id, status);
      }
    else for (const id of all) await one(id, found, signal);
    return found;
  }

  function remember(id: string, root: string): void {
    if (known.size >= mostRoots) known.delete(known.keys().next().value as string);
    known.set(id, root);
  }

  return {
    byId,

    async roots(list, signal) {
      const parents = new Map<string, string | undefined>();
      const note = ({ id, in_reply_to_id }: StatusView) => parents.set(id, in_reply_to_id);
      for (const status of list) note(status);
      for (let depth = 0; depth < deepest; depth++) {
        const missing = [...parents.values()].filter((id) => id && !parents.has(id) && !known.has(id)) as string[];
        if (missing.length === 0) break;
        const { standing } = await byId(missing, signal);
        for (const status of standing.values()) note(status);
        // One that is gone has no parent that anybody knows: its thread stays unknown.
        for (const id of missing) if (!standing.has(id)) parents.set(id, id);
      }
      const found = new Map<string, string>();
      for (const { id } of list) {
        const path = new Set<string>();
        let at = id;
        while (!path.has(at) && !known.has(at) && parents.get(at)) {
          path.add(at);
          at = parents.get(at) as string;
        }
        const root = known.get(at) ?? (parents.has(at) && !path.has(at) ? at : undefined);
        if (root === undefined) continue;
        for (const step of path) remember(step, root);
        found.set(id, root);
      }
      return found;
    },
  };
}
