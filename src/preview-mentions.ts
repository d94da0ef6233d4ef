import type { CrmAdapter } from './adapters/crm-adapter.js';
import { type Connector, type Listing, listings } from './channels/connector.js';
import type { Context } from './core/context.js';
import { ingest } from './core/ingest/ingest.js';
import { nameOf } from './core/ingest/participants.js';
import { type Prepared, prepare } from './core/ingest/prepare.js';
import { recordOf } from './core/ingest/write-record.js';
import type { Evidence } from './core/model/evidence.js';
import type { CustomerId, RecordId } from './core/model/id.js';
import type { Instant } from './core/model/instant.js';
import type { SourceRecord, SourceRecordDraft } from './core/model/source-record.js';
import { walk } from './core/page.js';
import type { Resolver } from './core/ports.js';
import type { Store, StoreReader } from './core/store/store.js';
import { candidatesOf, isKey } from './identity/candidates.js';
import { customerOf } from './identity/cluster.js';
import { customerView } from './identity/customer.js';
import { recognizer } from './identity/recognizer.js';

/** Something that was said, and whom kenning takes its author for. */
export interface Previewed {
  channel: string;
  at: Instant;
  kind: string;
  text: string;
  permalink?: string;
  /** As the network names the author. */
  author: { name?: string; handle?: string };
  /**
   * `known`: recognized before. `link`: would be linked to a customer. `review`: would be put before a person. `stranger`:
   * nobody that a CRM knows. `own`: we.
   */
  outcome: 'known' | 'link' | 'review' | 'stranger' | 'own';
  customer?: { id: CustomerId; name?: string };
  probability?: number;
  evidence: Evidence[];
}

export interface PreviewMentionsOptions {
  /** The most items of each channel. Defaults to 200. */
  limit?: number;
  /** By name; all when absent. */
  channels?: string[];
  signal?: AbortSignal;
}

interface Parts {
  store: Store;
  context: Context;
  resolver: Resolver;
  channels: Readonly<Record<string, Connector>>;
  crms: Readonly<Record<string, CrmAdapter>>;
}

/** Where an oldest-first listing is longer than this many pages, the preview shows what stands there. */
const mostPages = 50;

/**
 * Shows the latest of what is said on each channel, and who would be taken for whom and why. Nothing is written: contacts
 * come from the app's store, or where that has none yet from the CRMs, which are read into memory.
 */
export async function previewMentions(
  parts: Parts,
  { limit = 200, channels: named, signal }: PreviewMentionsOptions = {},
): Promise<Previewed[]> {
  const store = await storeWithContacts(parts, signal);
  try {
    const found: Previewed[] = [];
    for (const [channel, connector] of Object.entries(parts.channels))
      if (!named || named.includes(channel)) {
        const { prepared } = await prepare(await latest(connector, limit, signal));
        const own = new Set((await connector.own?.({ ...(signal && { signal }) }))?.map(nameOf));
        for (const item of prepared)
          if (item.type === 'said') found.push(await previewed({ ...parts, store }, channel, item, own));
      }
    return found.sort((a, b) => (a.at < b.at ? 1 : -1));
  } finally {
    if (store !== parts.store) await store.close();
  }
}

async function previewed(
  parts: { store: StoreReader; context: Context; resolver: Resolver },
  channel: string,
  { interaction, profiles }: Extract<Prepared, { type: 'said' }>,
  own: ReadonlySet<string>,
): Promise<Previewed> {
  const author = interaction.participants.find(({ role }) => role === 'author' || role === 'organizer')?.of;
  const profile = author && profiles.find((known) => nameOf(known) === nameOf(author));
  const handle = profile?.identifiers.find(({ kind }) => kind === 'handle' || kind === 'email')?.value;
  const { at, kind, content, permalink } = interaction;
  return {
    channel,
    at,
    kind,
    text: content.text,
    ...(permalink && { permalink }),
    author: { ...(profile?.attributes.name && { name: profile.attributes.name }), ...(handle && { handle }) },
    ...(author && own.has(nameOf(author)) ? { outcome: 'own', evidence: [] } : await recognized(parts, profile)),
  };
}

type Recognition = Pick<Previewed, 'outcome' | 'customer' | 'probability' | 'evidence'>;

async function recognized(
  { store, context, resolver }: { store: StoreReader; context: Context; resolver: Resolver },
  profile: SourceRecordDraft | undefined,
): Promise<Recognition> {
  if (!profile) return { outcome: 'stranger', evidence: [] };
  const known = await recordOf(store, profile);
  if (known && (await store.get('records', { id: known }))?.state === 'own') return { outcome: 'own', evidence: [] };
  const knownContact = known && (await contactWith(store, known));
  if (knownContact) return { outcome: 'known', customer: await named(store, knownContact), evidence: [] };
  const record: SourceRecord = { ...profile, id: context.ids.next<RecordId>(), firstSeenAt: profile.observedAt };
  const found = await candidatesOf(store, known, resolver.keys(record).filter(isKey));
  const contacts = found.filter(({ kind }) => kind === 'contact');
  const best = contacts.length > 0 ? resolver.decide(record, contacts)[0] : undefined;
  if (best?.outcome !== 'link' && best?.outcome !== 'review')
    return { outcome: 'stranger', evidence: best?.evidence ?? [] };
  const { outcome, probability, evidence, candidate } = best;
  return { outcome, customer: await named(store, candidate.id), probability, evidence };
}

/** The record's customer, if a CRM knows it. */
async function contactWith(store: StoreReader, record: RecordId): Promise<RecordId | undefined> {
  const customer = await customerOf(store, record);
  if (!customer) return undefined;
  const view = await customerView(store, customer);
  return view && view !== 'erased' && view.records.some(({ kind }) => kind === 'contact') ? customer : undefined;
}

async function named(store: StoreReader, record: RecordId): Promise<NonNullable<Previewed['customer']>> {
  const id = (await customerOf(store, record)) ?? record;
  const view = await customerView(store, id);
  const name = view && view !== 'erased' ? view.golden.attributes.name : undefined;
  return { id, ...(name && { name }) };
}

/** The latest of what a channel's first listing holds. */
async function latest(connector: Connector, limit: number, signal: AbortSignal | undefined): Promise<unknown[]> {
  const listing = listings.find((name): name is Listing => connector[name] !== undefined);
  if (!listing) return [];
  const isNewestFirst = connector.network.order === 'newest-first';
  const items: unknown[] = [];
  let pages = 0;
  for await (const page of walk((options) => (connector[listing] as NonNullable<Connector[Listing]>)(options), {
    limit: Math.min(100, limit),
    ...(signal && { signal }),
  })) {
    items.push(...page.items);
    pages += 1;
    if (isNewestFirst ? items.length >= limit : pages >= mostPages) break;
    if (!isNewestFirst) items.splice(0, items.length - limit);
  }
  return isNewestFirst ? items.slice(0, limit) : items.slice(-limit);
}

async function storeWithContacts(
  { store, context, resolver, crms }: Pick<Parts, 'store' | 'context' | 'resolver' | 'crms'>,
  signal: AbortSignal | undefined,
): Promise<Store> {
  const sources = Object.values(crms).map(({ source }) => source);
  for (const source of sources)
    if ((await store.list('records', 'ofSource', { where: { source }, limit: 1 })).length > 0) return store;
  const { memory } = await import('./core/store/memory.js');
  const inMemory = memory();
  const intake = ingest({ store: inMemory, context, recognizer: recognizer({ resolver, context }) });
  for (const adapter of Object.values(crms))
    for await (const { items } of walk((place) => adapter.contacts(place), { ...(signal && { signal }) }))
      await intake.records(items.flatMap((item) => (item.type === 'contact' ? [item.contact] : [])));
  return inMemory;
}
