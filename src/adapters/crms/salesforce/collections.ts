import { KenningError } from '../../../core/errors.js';
import type { Calls } from './calls.js';
import { recordError } from './problems.js';
import { type Problem, type WriteResult, writeResults } from './views.js';

/** What became of one record. */
export type Written = { id: string; created: boolean } | { error: KenningError; problems: readonly Problem[] };

/** The most records that one call writes. */
const recordsAtOnce = 200;

/** Writes many records in one call; one that is refused does not keep the others back. */
export interface Collections {
  create(object: string, records: readonly object[], signal?: AbortSignal): Promise<Written[]>;
  /** Each has its `id`. */
  update(object: string, records: readonly object[], signal?: AbortSignal): Promise<Written[]>;
  /** Each has its key in `field`, by which the server knows whether it is there. */
  upsert(object: string, field: string, records: readonly object[], signal?: AbortSignal): Promise<Written[]>;
  remove(ids: readonly string[], signal?: AbortSignal): Promise<Written[]>;
}

export function collections(
  calls: Calls,
  { limitWaitMs, onUnknownField }: { limitWaitMs: number; onUnknownField: () => void },
): Collections {
  const send = async (
    what: string,
    count: number,
    request: { method: 'POST' | 'PATCH' | 'DELETE'; path: string; json?: unknown; query?: Record<string, string> },
    signal: AbortSignal | undefined,
  ): Promise<Written[]> => {
    // To make records twice is to make two; the rest is the same when it comes again.
    const call = { schema: writeResults, repeatable: request.method !== 'POST', ...(signal && { signal }) };
    const results = await calls.request({ ...request, ...call });
    // A field was there when the object was described.
    if (results.some(({ errors }) => errors.some(({ statusCode }) => statusCode === 'INVALID_FIELD'))) onUnknownField();
    if (results.length === count) return results.map((result) => writtenOf(what, result, limitWaitMs));
    throw new KenningError('unexpected', `Salesforce: ${count} records were written and ${results.length} answered.`);
  };
  const bodyOf = (object: string, records: readonly object[]) => ({
    allOrNone: false,
    records: records.map((record) => ({ attributes: { type: object }, ...record })),
  });
  const inParts = async <Item>(items: readonly Item[], write: (part: readonly Item[]) => Promise<Written[]>) => {
    const written: Written[] = [];
    for (let from = 0; from < items.length; from += recordsAtOnce)
      written.push(...(await write(items.slice(from, from + recordsAtOnce))));
    return written;
  };
  return {
    create: (object, records, signal) =>
      inParts(records, (part) =>
        send(object, part.length, { method: 'POST', path: 'composite/sobjects', json: bodyOf(object, part) }, signal),
      ),
    update: (object, records, signal) =>
      inParts(records, (part) =>
        send(object, part.length, { method: 'PATCH', path: 'composite/sobjects', json: bodyOf(object, part) }, signal),
      ),
    upsert: (object, field, records, signal) =>
      inParts(records, (part) => {
        const path = `composite/sobjects/${object}/${field}`;
        return send(object, part.length, { method: 'PATCH', path, json: bodyOf(object, part) }, signal);
      }),
    remove: (ids, signal) =>
      inParts(ids, (part) => {
        const query = { ids: part.join(','), allOrNone: 'false' };
        return send('delete', part.length, { method: 'DELETE', path: 'composite/sobjects', query }, signal);
      }),
  };
}

function writtenOf(what: string, { id, success, created, errors }: WriteResult, limitWaitMs: number): Written {
  if (success && id) return { id, created: created ?? false };
  return { error: recordError(what, errors, limitWaitMs), problems: errors };
}
