import type { z } from 'zod';
import { isKenningError } from '../../../core/errors.js';
import { type HttpAnswer, type HttpRequest, httpClient } from '../../../core/http/http-client.js';
import type { Rejected } from '../../../core/page.js';
import { describeHubspotError } from './hubspot-error.js';
import type { ParsedOptions } from './options.js';
import { recordsIn } from './records-in.js';
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
import { type BatchWrite, batchSize, writeBatch } from './write-batch.js';

export interface RecordsRead {
  records: RecordView[];
  rejected: Rejected[];
  after?: string;
  /** When the server answered, as it says, in milliseconds. */
  at?: number;
}

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
  write: BatchWrite;
  archive(object: string, ids: readonly string[], signal?: AbortSignal): Promise<void>;
  /** The ids of what each of these is associated with. */
  associated(from: string, to: string, ids: readonly string[], signal?: AbortSignal): Promise<Map<string, string[]>>;
  /** Ties one record that stands to another. To tie them twice is to tie them once. */
  tie(from: string, id: string, to: string, toId: string): Promise<void>;
  properties(object: string, signal?: AbortSignal): Promise<PropertyView[]>;
  pipelines(object: string, signal?: AbortSignal): Promise<z.infer<typeof pipelinesView>['results']>;
}

export interface ReadOptions {
  /** The property whose values are given in place of ids. */
  idProperty?: string;
  signal?: AbortSignal | undefined;
}

/** So long properties and pipelines are remembered, in milliseconds: who makes one need not start the app anew. */
const rememberedMs = 10 * 60_000;

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
  const kept = new Map<string, { until: number; reading: Promise<unknown> }>();
  const remembered = <Value>(what: string, read: () => Promise<Value>): Promise<Value> => {
    const known = kept.get(what);
    if (known && clock.now() < known.until) return known.reading as Promise<Value>;
    const reading = read();
    kept.set(what, { until: clock.now() + rememberedMs, reading });
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

  async function listing(request: Omit<HttpRequest<unknown>, 'schema'>): Promise<RecordsRead> {
    const { data, headers } = await client.request({ ...request, schema: listView });
    const after = data.paging?.next?.after;
    const at = Date.parse(headers.get('date') ?? '');
    return { ...recordsIn(data.results), ...(after && { after }), ...(Number.isFinite(at) && { at }) };
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
    write: writeBatch(async (verb, object, inputs, signal) => {
      const path = objects(object, 'batch', verb);
      const repeatable = verb !== 'create';
      const request = { method: 'POST', path, json: { inputs }, schema: batchView, repeatable } as const;
      return (await client.request({ ...request, ...withSignal(signal) })).data;
    }),
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
    async tie(from, id, to, toId) {
      const rest = [from, id, 'associations', 'default', to, toId];
      const path = version === 'v3' ? ['crm/v4/objects', ...rest].join('/') : area('crm', 'objects', ...rest);
      await client.request({ method: 'PUT', path, repeatable: true });
    },
    properties: (object, signal) =>
      remembered(`properties ${object}`, async () => {
        const path = area('crm', 'properties', object);
        const { data } = await client.request({ path, schema: listView, ...withSignal(signal) });
        return data.results.flatMap((item) => propertyView.safeParse(item).data ?? []);
      }),
    pipelines: (object, signal) =>
      remembered(`pipelines ${object}`, async () => {
        const path = area('crm', 'pipelines', object);
        return (await client.request({ path, schema: pipelinesView, ...withSignal(signal) })).data.results;
      }),
  };
  return self;
}
