import type { Customer } from '../core/model/customer.js';
import type { RecordId } from '../core/model/id.js';
import type { Instant } from '../core/model/instant.js';
import type { Interaction, ParticipantRole } from '../core/model/interaction.js';
import type { Signal } from '../core/model/signal.js';
import type { SourceRecord } from '../core/model/source-record.js';
import type { StoreReader } from '../core/store/store.js';
import { customerOf, membersOf, recordsOfCustomer } from './cluster.js';
import { effectiveConsent } from './consent.js';
import { goldenRecord, type SurvivorshipRules } from './golden-record.js';

/**
 * The customer that an id means: whoever now holds the record it was born with.
 *
 * @returns `erased` when that record was erased, undefined when the id was never given.
 */
export async function customerView(
  store: StoreReader,
  id: RecordId,
  rules?: SurvivorshipRules,
): Promise<Customer | 'erased' | undefined> {
  const name = await customerOf(store, id);
  if (!name) return undefined;
  if ((await store.get('records', { id }))?.state === 'erased') return 'erased';
  const records = await recordsOfCustomer(store, await membersOf(store, name));
  return records.length === 0 ? 'erased' : viewOf(name, records, rules);
}

/** The view over records that are one. Pure. */
export function viewOf(id: RecordId, records: SourceRecord[], rules?: SurvivorshipRules): Customer {
  const golden = goldenRecord(records, rules);
  return {
    id,
    party: records.some(({ party }) => party === 'organization') ? 'organization' : 'person',
    own: records.some(({ own }) => own === true),
    standing:
      golden.attributes.lifecycleStage ?? (records.some(({ kind }) => kind === 'contact') ? 'customer' : 'unknown'),
    golden,
    records,
    consent: effectiveConsent(records),
  };
}

/** One entry of a timeline: an interaction and the parts that the customer's records took in it. */
export interface TimelineEntry {
  interaction: Interaction;
  roles: ParticipantRole[];
  /** What analysis found in it, and how far it has come if we sent it. */
  signals: Signal[];
  /** The case that it belongs to, by its id. */
  case?: string;
}

/** A place in a timeline. */
export interface TimelinePlace {
  at: Instant;
  interaction: string;
}

export interface TimelineOptions {
  /** Goes on after this place, which is older. */
  after?: TimelinePlace;
  /** The most entries. Defaults to 50. */
  limit?: number;
  /** Whether to show that something was there which is removed. Its words are gone. Defaults to false. */
  removed?: boolean;
}

/**
 * Everything in which any record of a customer took part, the newest first, whatever the channel.
 * Each record's own list is read from its index and the lists are merged, so a page costs its length and not the store's.
 */
export async function timeline(
  store: StoreReader,
  id: RecordId,
  options: TimelineOptions = {},
): Promise<{ entries: TimelineEntry[]; next?: TimelinePlace }> {
  const { limit = 50, removed = false } = options;
  const name = await customerOf(store, id);
  const members = name ? await membersOf(store, name) : [];
  const entries: Omit<TimelineEntry, 'signals'>[] = [];
  let after = options.after;
  for (;;) {
    const { places, complete } = await newest(store, members, after, limit + rolesAtMost);
    for (const place of places) {
      const data = (await store.get('interactions', { id: place.interaction as Interaction['id'] }))?.data;
      if (data && (removed || data.state !== 'removed')) {
        if (entries.length === limit)
          return { entries: await withSignals(store, entries), ...(after && { next: after }) };
        entries.push({ interaction: data, roles: place.roles });
      }
      after = { at: place.at, interaction: place.interaction };
    }
    if (complete) return { entries: await withSignals(store, entries) };
  }
}

/** The most signals of an entry. */
const mostSignals = 1000;

async function withSignals(
  store: StoreReader,
  entries: readonly Omit<TimelineEntry, 'signals'>[],
): Promise<TimelineEntry[]> {
  return Promise.all(
    entries.map(async (entry) => {
      const where = { interaction: entry.interaction.id };
      const rows = await store.list('signals', 'byInteraction', { where, limit: mostSignals });
      const tied = { kind: 'interaction' as const, of: entry.interaction.id };
      const [tie] = await store.list('caseTies', 'byOf', { where: tied, limit: 1 });
      return { ...entry, signals: rows.map(({ data }) => data), ...(tie && { case: tie.case }) };
    }),
  );
}

type Place = TimelinePlace & { roles: ParticipantRole[] };

/** One interaction stands at most this often in a record's list, plus one to see that a list goes on. */
const rolesAtMost = 7;

/** The newest places of all records together; complete when there are no more behind them. */
async function newest(
  store: StoreReader,
  members: readonly RecordId[],
  after: TimelinePlace | undefined,
  limit: number,
): Promise<{ places: Place[]; complete: boolean }> {
  const places = new Map<string, Place>();
  let complete = true;
  let bound: TimelinePlace | undefined;
  for (const record of members) {
    const rows = await store.list('participants', 'byRecord', {
      where: { record },
      direction: 'descending',
      limit,
      ...(after && { after: { ...after, role: '' } as never }),
    });
    if (rows.length === limit) {
      complete = false;
      const last = rows.at(-1) as (typeof rows)[number];
      if (!bound || compare(last, bound) < 0) bound = last;
    }
    for (const { at, interaction, role } of rows) {
      const place = places.get(interaction);
      if (!place) places.set(interaction, { at, interaction, roles: [role] });
      else if (!place.roles.includes(role)) place.roles.push(role);
    }
  }
  // Behind the last row of a list that goes on, other rows of that list are missing.
  const end = bound;
  const sorted = [...places.values()].filter((place) => !end || compare(place, end) < 0).sort(compare);
  return { places: sorted, complete };
}

/** The newest first. */
function compare(left: TimelinePlace, right: TimelinePlace): number {
  if (left.at !== right.at) return left.at > right.at ? -1 : 1;
  return left.interaction === right.interaction ? 0 : left.interaction > right.interaction ? -1 : 1;
}
