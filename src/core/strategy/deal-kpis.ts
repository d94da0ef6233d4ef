import { KenningError } from '../errors.js';
import { recordOf } from '../ingest/write-record.js';
import { customerOf, membersOf } from '../members.js';
import type { CrmItem } from '../model/crm-item.js';
import type { CustomerId, RecordId } from '../model/id.js';
import type { Instant } from '../model/instant.js';
import { everyPage } from '../store/every-page.js';
import type { StoreReader } from '../store/store.js';
import type { Kpi } from './kpi.js';

const dayMs = 86_400_000;
/** The most interactions of a record in which an answer of ours is looked for: the last before the deal was closed. */
const mostRead = 200;

export interface WonDealsOptions {
  /** How far back it looks. Defaults to 28. */
  days?: number;
  /** Only deals of customers to whom we had spoken before the deal was closed. Defaults to true. */
  answered?: boolean;
  /** Adds up the amounts of deals in this currency, instead of counting deals. */
  currency?: string;
}

/**
 * How many deals were won, or what they come to, of customers whom we answered: what an outcome of sales can be measured
 * by. The deals are the CRMs' own; see `deals` of an adapter.
 *
 * @throws `invalid` for days that are no number above 0.
 */
export function wonDeals({ days = 28, answered = true, currency }: WonDealsOptions = {}): Kpi {
  if (!(Number.isFinite(days) && days > 0 && days <= 3650))
    throw new KenningError('invalid', `days is a number above 0, not ${String(days)}.`);
  return async (store, now) => {
    const since = new Date(Date.parse(now) - days * dayMs).toISOString();
    let sum = 0;
    const where = { kind: 'deal', state: 'won' } as const;
    for await (const rows of everyPage(store, 'crmItems', 'byState', where, { from: { at: since } }))
      for (const { data } of rows) {
        if (answered && !(await wasAnswered(store, data))) continue;
        if (currency === undefined) sum += 1;
        else if (data.amount?.currency === currency) sum += data.amount.value;
      }
    return sum;
  };
}

async function wasAnswered(store: StoreReader, { parties, closedAt, changedAt }: CrmItem): Promise<boolean> {
  const customers = new Set<CustomerId>();
  for (const party of parties) {
    const record = await recordOf(store, party);
    const customer = record && (await customerOf(store, record));
    if (customer) customers.add(customer);
  }
  for (const customer of customers)
    for (const record of await membersOf(store, customer))
      if (await spokenTo(store, record, closedAt ?? changedAt)) return true;
  return false;
}

async function spokenTo(store: StoreReader, record: RecordId, until: Instant): Promise<boolean> {
  const rows = await store.list('participants', 'byRecord', {
    where: { record },
    from: { at: until },
    direction: 'descending',
    limit: mostRead,
  });
  for (const { interaction, role } of rows) {
    if (role === 'author') continue;
    const participants = (await store.get('interactions', { id: interaction }))?.data?.participants ?? [];
    for (const { role: part, record: other } of participants)
      if (part === 'author' && (await store.get('records', { id: other }))?.state === 'own') return true;
  }
  return false;
}
