import type { InteractionId, RecordId } from '../../core/model/id.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import type { StoreReader } from '../../core/store/store.js';
import { crmEntryOf, queueOfContact, type TakenBack, takenBackBy } from './crm-entry.js';

/** What stands on a contact, or is on its way there, as far as the outbox knows. */
export interface StandingWrites {
  /** Activities by their names: the interaction, the keys of all that was written of it, whether it stands still. */
  activities: Map<string, { interaction: InteractionId; keys: string[]; standing: boolean }>;
  /** The keys of the upserts that brought a profile's word. */
  profiles: Map<RecordId, Set<string>>;
}

/** Entries in these states were written or will be. A failed one was not, and is a person's to settle. */
const states: readonly OutboxEntry['state'][] = ['pending', 'sent', 'unknown', 'done', 'held'];

/** Reads the queue of a contact. Costs time by what was ever written on it. */
export async function standingWrites(store: StoreReader, crm: string, contact: RecordId): Promise<StandingWrites> {
  const found: StandingWrites = { activities: new Map(), profiles: new Map() };
  for (const entry of await entriesOf(store, queueOfContact(crm, contact))) {
    if (entry.verb === 'erase') takeBack(found, takenBackBy(entry));
    const said = crmEntryOf(entry);
    if (said?.verb === 'log-activity') {
      const { activity, interaction } = said;
      const keys = [...(found.activities.get(activity)?.keys ?? []), entry.key];
      found.activities.set(activity, { interaction, keys, standing: true });
    }
    if (said?.verb === 'upsert')
      found.profiles.set(said.profile, (found.profiles.get(said.profile) ?? new Set()).add(entry.key));
  }
  return found;
}

function takeBack(found: StandingWrites, { activities, upserts }: TakenBack = { activities: [], upserts: [] }): void {
  for (const activity of activities) {
    const known = found.activities.get(activity);
    if (known) known.standing = false;
  }
  for (const [profile, keys] of found.profiles) {
    for (const key of upserts ?? [...keys]) keys.delete(key);
    if (keys.size === 0) found.profiles.delete(profile);
  }
}

async function entriesOf(store: StoreReader, queue: string): Promise<OutboxEntry[]> {
  const entries: OutboxEntry[] = [];
  for (const state of states)
    for (let after: { id: string } | undefined; ; ) {
      const options = { where: { queue, state }, limit: 1000, ...(after && { after }) };
      const rows = await store.list('outbox', 'byQueue', options);
      for (const { data } of rows) entries.push(data);
      const last = rows.at(-1);
      if (!last || rows.length < 1000) break;
      after = { id: last.id };
    }
  return entries.sort((left, right) => (left.id < right.id ? -1 : 1));
}
