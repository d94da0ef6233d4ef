import type { CrmAdapter } from '../../src/adapters/crm-adapter.js';
import type { Connector } from '../../src/channels/connector.js';
import type { Fetch } from '../../src/core/http/bounded-fetch.js';
import type { Cursor, Rejected } from '../../src/core/page.js';
import { memory } from '../../src/core/store/memory.js';
import { kenning, presetForOne } from '../../src/index.js';
import { localServer } from '../core/http/local-server.js';
import { rowsOf } from '../core/privacy/rows-of.js';
import { acknowledge } from '../support/acknowledge.js';
import { Canaries } from './canaries.js';
import { type Failure, throwing } from './failures.js';

/** Where a subject is to go, and the secrets that it is to take. */
export interface Place {
  /** A server that fails. */
  url: string;
  port: number;
  fetch: Fetch;
  /** A WebSocket that fails. */
  webSocket: new (
    url: string,
    protocols?: string[],
  ) => never;
  canaries: Canaries;
}

/** What can fail with secrets in its hands. */
export interface Subject {
  name: string;
  connector?: (place: Place) => Connector;
  adapter?: (place: Place) => CrmAdapter;
  /** Anything else, by names. */
  calls?: (place: Place) => Record<string, () => Promise<unknown>>;
  /** What the server answers all the same, by paths: a sign-in that works, so that what comes after it fails. */
  answers?: Record<string, (canaries: Canaries) => unknown>;
}

/** All that may be shown, kept or logged. */
export interface Told {
  /** What was thrown, by calls. */
  errors: Record<string, unknown>;
  /** What could not be read, by calls. */
  rejected: unknown[];
  /** Of an app: what its listeners, its report, its rows say. */
  app?: { events: unknown[]; report: unknown; rows: Record<string, unknown[]> };
}

const ref = { network: 'made-up', realm: '', externalId: '1' };
const write = (draft: object) => ({ key: 'made-up', draft: draft as never });

/** Every verb of a connector. Drafts and names are made up. */
export function verbsOf(connector: Connector): Record<string, () => Promise<unknown>> {
  const of = { ...ref, network: connector.network.id, realm: connector.realm ?? '' };
  const to = { source: of.network, externalId: '1' };
  const drafts = {
    reply: { to: of, text: 'hello' },
    publish: { text: 'hello' },
    message: { to, subject: 'hello', text: 'hello' },
    like: { of, reason: 'why' },
    hide: { of, reason: 'why' },
    remove: { of, reason: 'why' },
  };
  const verbs: Record<string, (() => unknown) | undefined> = {
    own: connector.own && (() => connector.own?.()),
    access: connector.access && (() => connector.access?.()),
    profile: connector.profile && (() => connector.profile?.({ handle: 'maya.example' })),
    search: connector.search && (() => connector.search?.('brakes')),
    people: connector.people && (() => connector.people?.('maya')),
    thread: connector.thread && (() => connector.thread?.(of)),
    lookup: connector.lookup && (() => connector.lookup?.([of])),
    stream: connector.stream && (() => first(connector)),
  };
  for (const listing of ['mentions', 'messages', 'posts', 'comments', 'interactions'] as const)
    verbs[listing] = connector[listing] && (() => connector[listing]?.({ cursor: undefined as never as Cursor }));
  for (const [verb, draft] of Object.entries(drafts) as [keyof typeof drafts, object][]) {
    verbs[verb] = connector[verb] && (() => connector[verb]?.send(write(draft)));
    verbs[`find ${verb}`] = connector[verb]?.find && (() => connector[verb]?.find?.(write(draft)));
  }
  return callable(verbs);
}

async function first(connector: Connector): Promise<unknown> {
  const stop = AbortSignal.timeout(300);
  for await (const page of connector.stream?.({ signal: stop }) ?? []) return page;
  return undefined;
}

/** Every verb of an adapter. */
function crmVerbsOf(adapter: CrmAdapter): Record<string, () => Promise<unknown>> {
  const contact = { source: adapter.source, externalId: '1' };
  const attributes = { name: 'Maya Lindqvist' };
  const identifiers = [{ kind: 'email', scope: '', value: 'maya@lindqvist.example' }];
  const at = '2026-01-01T00:00:00.000Z';
  const about = { key: 'made-up', contact, subject: 'hello', text: 'hello', interaction: crypto.randomUUID() };
  const drafts = {
    upsert: { key: 'made-up', attributes, identifiers },
    logActivity: { ...about, kind: 'post', network: 'bluesky', direction: 'inbound', at },
    erase: { key: 'made-up', of: contact, activities: ['made-up'] },
    merge: { key: 'made-up', into: contact, from: { ...contact, externalId: '2' } },
    openCase: about,
    createLead: { key: 'made-up', rule: 'made-up', attributes, identifiers, origin: 'bluesky' },
  };
  const verbs: Record<string, (() => unknown) | undefined> = {
    contacts: () => adapter.contacts(),
    get: adapter.get && (() => adapter.get?.([contact])),
    find: adapter.find && (() => adapter.find?.(identifiers)),
    fields: adapter.fields && (() => adapter.fields?.()),
    access: adapter.access && (() => adapter.access?.()),
  };
  for (const listing of ['activities', 'cases', 'deals'] as const)
    verbs[listing] = adapter[listing] && (() => adapter[listing]?.());
  for (const [verb, draft] of Object.entries(drafts) as [keyof typeof drafts, never][]) {
    verbs[verb] = adapter[verb] && (async () => adapter[verb]?.send(draft));
    verbs[`find ${verb}`] = adapter[verb]?.find && (async () => adapter[verb]?.find?.(draft));
  }
  return callable(verbs);
}

function callable(verbs: Record<string, (() => unknown) | undefined>): Record<string, () => Promise<unknown>> {
  const there = Object.entries(verbs).filter(([, verb]) => verb !== undefined);
  return Object.fromEntries(there.map(([name, verb]) => [name, async () => verb?.()]));
}

/** Lets a subject fail in one way, and gives all that it tells. */
export async function provoke(subject: Subject, failure: Failure, canaries = new Canaries()): Promise<Told> {
  const server = await localServer((response, asked) => {
    const known = subject.answers?.[new URL(asked.url, 'http://x').pathname];
    if (known) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(known(canaries)));
    else failure.answer?.(response, asked);
  });
  const port = Number(new URL(server.url).port);
  if (!failure.answer && !failure.thrown) await server.close();
  const thrown = failure.thrown && throwing(failure.thrown);
  const place: Place = {
    url: server.url,
    port,
    fetch: thrown ? knownOr(thrown, subject, canaries) : fetch,
    webSocket: class {
      constructor(url: string, protocols: string[] = []) {
        throw new SyntaxError(`${url} ${protocols.join()}`);
      }
    } as Place['webSocket'],
    canaries,
  };
  const told: Told = { errors: {}, rejected: [] };
  const run = (verbs: Record<string, () => Promise<unknown>>) =>
    Promise.all(Object.entries(verbs).map(([name, verb]) => keep(told, name, verb)));
  try {
    const { connector, adapter, calls } = subject;
    if (calls) await run(calls(place));
    if (connector) await run(verbsOf(connector(place)));
    if (adapter) await run(crmVerbsOf(adapter(place)));
    if (connector || adapter) told.app = await inAnApp({ brand: connector?.(place) }, { crm: adapter?.(place) });
  } finally {
    await server.close();
  }
  return told;
}

function knownOr(thrown: Fetch, { answers = {} }: Subject, canaries: Canaries): Fetch {
  return async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : String(input));
    return answers[pathname] ? Response.json(answers[pathname](canaries)) : thrown(input, init);
  };
}

async function keep(told: Told, name: string, verb: () => Promise<unknown>): Promise<void> {
  try {
    const result = await verb();
    const { rejected } = (result ?? {}) as { rejected?: Rejected[] };
    if (rejected) told.rejected.push(...reasonsOf(rejected));
  } catch (error) {
    told.errors[name] = error;
  }
}

/** Without the items themselves: those are what the server said. */
function reasonsOf(rejected: readonly Rejected[]): unknown[] {
  return rejected.map(({ item: _item, ...why }) => why);
}

/** An app that reads and writes while everything fails. */
async function inAnApp(
  { brand }: { brand: Connector | undefined },
  { crm }: { crm: CrmAdapter | undefined },
): Promise<Told['app']> {
  const store = memory();
  const app = kenning({
    store,
    ...(brand && { channels: { brand } }),
    ...(crm && { crms: { crm } }),
    strategy: presetForOne({ owner: 'Ann' }),
  });
  const events: unknown[] = [];
  app.on('error', (error) => events.push(error));
  app.on('progress', (event) => events.push(event));
  app.on('rejected', ({ from, rejected }) => events.push(from, ...reasonsOf(rejected)));
  const report: unknown[] = [await app.sync()];
  if (crm) await acknowledge(store, 'crm');
  const note = (error: unknown) => report.push(error);
  const to = { source: brand?.network.id ?? '', externalId: '1' };
  if (brand?.publish) report.push(await app.publish({ channel: 'brand', text: 'hello', by: 'Ann' }).catch(note));
  if (brand?.message)
    report.push(await app.message({ channel: 'brand', to, subject: 'hello', text: 'hello', by: 'Ann' }).catch(note));
  report.push(await app.deliver().catch(note));
  report.push(await app.writeBack().catch(note));
  report.push(await app.tick({ budgetMs: 2000 }).catch(note));
  report.push(app.channels());
  const rows = await rowsOf(store);
  // What a server says is content; that it says what it was sent is its own doing.
  for (const name of ['interactions', 'revisions', 'records', 'members', 'keys', 'participants']) delete rows[name];
  rows.rejected = reasonsOf((rows.rejected as { data: Rejected }[]).map(({ data }) => data));
  return { events, report, rows };
}
