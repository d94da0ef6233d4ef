import type { z } from 'zod';
import { isKenningError, KenningError } from '../../../core/errors.js';
import { type HttpAnswer, type HttpRequest, httpClient } from '../../../core/http/http-client.js';
import type { Rejected } from '../../../core/page.js';
import { describeHubspotError, recordError } from './hubspot-error.js';
import type { ParsedOptions } from './options.js';
import {
  associationsView,
  batchView,
  listView,
  type PropertyView,
  pipelinesView,
  propertyView,
  type RecordView,
  recordView,
} from './views.js';

/** The most records that one call reads or writes. */
export const batchSize = 100;

export interface RecordsRead {
  records: RecordView[];
  rejected: Rejected[];
  after?: string;
  /** When the server answered, as it says, in milliseconds. */
  at?: number;
}

/** What became of one record of a batch. */
export type BatchResult = { record: RecordView } | { error: unknown };

/** One part of a batch: what is sent of it, without the mark by which its answer is told from others'. */
export type BatchInput = Record<string, unknown>;

/** Calls of one portal's API. */
export interface Portal {
  request<Answer>(request: HttpRequest<Answer>): Promise<HttpAnswer<Answer>>;
  /** Where an API lies in this version: `area('crm', 'objects')`. */
  area(...names: string[]): string;
  list(object: string, query: HttpRequest<unknown>['query'], signal?: AbortSignal): Promise<RecordsRead>;
  search(object: string, body: Record<string, unknown>, signal?: AbortSignal): Promise<RecordsRead>;
  read(
    object: string,
    ids: readonly string[],
    properties: readonly string[],
    options?: ReadOptions,
  ): Promise<RecordsRead>;
  /** The id under which a record stands now; undefined when it is gone. */
  survivor(object: string, id: string, signal?: AbortSignal): Promise<string | undefined>;
  /** Writes many in as few calls as may be. One that is refused does not keep the others from being written. */
  write(verb: WriteVerb, object: string, inputs: readonly BatchInput[], signal?: AbortSignal): Promise<BatchResult[]>;
  archive(object: string, ids: readonly string[], signal?: AbortSignal): Promise<void>;
  /** The ids of what each of these is associated with. */
  associated(from: string, to: string, ids: readonly string[], signal?: AbortSignal): Promise<Map<string, string[]>>;
  properties(object: string, signal?: AbortSignal): Promise<PropertyView[]>;
  pipelines(object: string, signal?: AbortSignal): Promise<z.infer<typeof pipelinesView>['results']>;
}

export type WriteVerb = 'create' | 'update' | 'upsert';

export interface ReadOptions {
  /** The property whose values are given in place of ids. */
  idProperty?: string;
  signal?: AbortSignal | undefined;
}

/** Refusals of a whole batch after which its records are tried one by one. */
const mayBeOneRecord = ['invalid', 'not-found', 'conflict'] as const;

export function portal(options: ParsedOptions): Portal {
  const { accessToken, version, timeoutMs, fetch, clock } = options;
  const client = httpClient({
    name: 'HubSpot',
    baseUrl: options.baseUrl,
    credential: typeof accessToken === 'string' ? `${options.source} ${accessToken}` : options.source,
    describeError: describeHubspotError,
    maxRetryAfterMs: 12_000,
    clock,
    authorize:
      options.authorize ??
      (async (refused) => {
        const authorization = `Bearer ${typeof accessToken === 'function' ? await accessToken() : accessToken}`;
        return refused?.authorization === authorization ? undefined : { authorization };
      }),
    ...(timeoutMs && { timeoutMs }),
    ...(fetch && { fetch }),
  });
  const kept = new Map<string, Promise<unknown>>();
  const once = <Value>(what: string, read: () => Promise<Value>): Promise<Value> => {
    const known = kept.get(what) as Promise<Value> | undefined;
    if (known) return known;
    const reading = read();
    kept.set(what, reading);
    // What failed is asked for again.
    reading.catch(() => kept.delete(what));
    return reading;
  };

  function area(...path: string[]): string {
    const [first, second = '', ...rest] = path;
    if (version !== 'v3') return [first, second, version, ...rest].filter(Boolean).join('/');
    return [first, second === 'associations' ? 'v4' : 'v3', second, ...rest].filter(Boolean).join('/');
  }
  const objects = (object: string, ...rest: string[]) => area('crm', 'objects', object, ...rest);
  const withSignal = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

  function recordsIn(results: readonly unknown[]): Pick<RecordsRead, 'records' | 'rejected'> {
    const read: Pick<RecordsRead, 'records' | 'rejected'> = { records: [], rejected: [] };
    for (const [index, item] of results.entries()) {
      const parsed = recordView.safeParse(item);
      if (parsed.success) read.records.push(parsed.data);
      else {
        const issue = parsed.error.issues[0];
        const named = (item as { id?: unknown } | null)?.id;
        const at = typeof named === 'string' ? named.slice(0, 100) : `item ${index}`;
        read.rejected.push({ reason: `${issue?.path.join('.') || 'record'}: ${issue?.message}`, at, item });
      }
    }
    return read;
  }

  async function listing(request: Omit<HttpRequest<unknown>, 'schema'>): Promise<RecordsRead> {
    const { data, headers } = await client.request({ ...request, schema: listView });
    const after = data.paging?.next?.after;
    const at = Date.parse(headers.get('date') ?? '');
    return { ...recordsIn(data.results), ...(after && { after }), ...(Number.isFinite(at) && { at }) };
  }

  async function send(
    verb: WriteVerb,
    object: string,
    inputs: readonly BatchInput[],
    signal?: AbortSignal,
  ): Promise<BatchResult[]> {
    const { data } = await client.request({
      method: 'POST',
      path: objects(object, 'batch', verb),
      // With a mark on each, HubSpot writes what it can and says which it could not.
      json: { inputs: inputs.map((input, at) => ({ ...input, objectWriteTraceId: String(at) })) },
      schema: batchView,
      repeatable: verb !== 'create',
      ...withSignal(signal),
    });
    const { records } = recordsIn(data.results);
    const results: (BatchResult | undefined)[] = inputs.map(() => undefined);
    for (const [at, record] of records.entries()) {
      const inOrder = records.length === inputs.length ? at : undefined;
      const place = record.objectWriteTraceId === undefined ? inOrder : Number(record.objectWriteTraceId);
      if (place !== undefined && place in results) results[place] = { record };
    }
    for (const error of data.errors ?? []) {
      const marks = [...(error.context?.objectWriteTraceId ?? []), ...(error.context?.id ?? [])];
      const ids = inputs.map(({ id }) => String(id));
      for (const mark of marks) {
        const place = /^\d{1,3}$/.test(mark) && !ids.includes(mark) ? Number(mark) : ids.indexOf(mark);
        if (place in results) results[place] ??= { error: recordError(error) };
      }
    }
    return results.map(
      (result) => result ?? { error: new KenningError('unexpected', 'HubSpot did not say what became of a record.') },
    );
  }

  const self: Portal = {
    request: (request) => client.request(request),
    area,
    list: (object, query, signal) => listing({ path: objects(object), query, ...withSignal(signal) }),
    search: (object, json, signal) =>
      listing({
        method: 'POST',
        path: objects(object, 'search'),
        json,
        bucket: 'search',
        repeatable: true,
        ...withSignal(signal),
      }),
    async read(object, ids, properties, { idProperty, signal } = {}) {
      const all: RecordsRead = { records: [], rejected: [] };
      for (let at = 0; at < ids.length; at += batchSize) {
        const { data } = await client.request({
          method: 'POST',
          path: objects(object, 'batch', 'read'),
          json: {
            inputs: ids.slice(at, at + batchSize).map((one) => ({ id: one })),
            properties,
            propertiesWithHistory: [],
            ...(idProperty && { idProperty }),
          },
          schema: batchView,
          repeatable: true,
          ...withSignal(signal),
        });
        const { records, rejected } = recordsIn(data.results);
        all.records.push(...records);
        all.rejected.push(...rejected);
      }
      return all;
    },
    async survivor(object, id, signal) {
      try {
        const path = objects(object, encodeURIComponent(id));
        return (await client.request({ path, schema: recordView, ...withSignal(signal) })).data.id;
      } catch (error) {
        if (isKenningError(error, 'not-found')) return undefined;
        throw error;
      }
    },
    async write(verb, object, inputs, signal) {
      const results: BatchResult[] = [];
      for (let at = 0; at < inputs.length; at += batchSize) {
        const part = inputs.slice(at, at + batchSize);
        try {
          results.push(...(await send(verb, object, part, signal)));
        } catch (error) {
          if (part.length === 1 || !mayBeOneRecord.some((code) => isKenningError(error, code))) {
            signal?.throwIfAborted();
            results.push(...part.map(() => ({ error })));
            continue;
          }
          // It refuses all for one: nothing was written, and the others go one by one.
          for (const input of part)
            results.push(...(await send(verb, object, [input], signal).catch((one: unknown) => [{ error: one }])));
        }
      }
      return results;
    },
    async archive(object, ids, signal) {
      for (let at = 0; at < ids.length; at += batchSize)
        await client.request({
          method: 'POST',
          path: objects(object, 'batch', 'archive'),
          json: { inputs: ids.slice(at, at + batchSize).map((one) => ({ id: one })) },
          repeatable: true,
          ...withSignal(signal),
        });
    },
    async associated(from, to, ids, signal) {
      const found = new Map<string, string[]>();
      for (let at = 0; at < ids.length; at += batchSize) {
        const { data } = await client.request({
          method: 'POST',
          path: area('crm', 'associations', from, to, 'batch', 'read'),
          json: { inputs: ids.slice(at, at + batchSize).map((one) => ({ id: one })) },
          schema: associationsView,
          repeatable: true,
          ...withSignal(signal),
        });
        for (const result of data.results)
          found.set(
            result.from.id,
            result.to.map(({ toObjectId }) => toObjectId),
          );
      }
      return found;
    },
    properties: (object, signal) =>
      once(`properties ${object}`, async () => {
        const path = area('crm', 'properties', object);
        const { data } = await client.request({ path, schema: listView, ...withSignal(signal) });
        return data.results.flatMap((item) => propertyView.safeParse(item).data ?? []);
      }),
    pipelines: (object, signal) =>
      once(`pipelines ${object}`, async () => {
        const path = area('crm', 'pipelines', object);
        return (await client.request({ path, schema: pipelinesView, ...withSignal(signal) })).data.results;
      }),
  };
  return self;
}
