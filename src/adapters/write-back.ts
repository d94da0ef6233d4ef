import type { Context } from '../core/context.js';
import type { Change } from '../core/model/change.js';
import type { Instant } from '../core/model/instant.js';
import { enqueue, type OutboxDraft, outboxKeyLock } from '../core/outbox/enqueue.js';
import { readChanges } from '../core/read-changes.js';
import type { Store } from '../core/store/store.js';
import { insistOnAudit } from './audit/audit-book.js';
import type { CrmAdapter } from './crm-adapter.js';
import { intendedWrites, type WriteBackDesk } from './write-back/intended-writes.js';
import { type TermsOptions, termsGate } from './write-back/terms-gate.js';

export interface WriteBackOptions extends TermsOptions {
  store: Store;
  context: Context;
  /** By names of the app's own. */
  crms: Readonly<Record<string, CrmAdapter>>;
  /** What was said before is not written back. Defaults to the beginning. */
  since?: Instant;
  signal?: AbortSignal;
}

/** What was put into the outbox, and what was not. */
export interface WriteBackReport {
  activities: number;
  enrichments: number;
  erasures: number;
  /** What terms forbid to write, by the name of the term. */
  refused: Record<string, number>;
  /** Interactions of kinds that a CRM can not hold. */
  unsupported: number;
}

/** The most entries that one transaction adds. */
const transactionSize = 200;
const changesAtMost = 1000;

/**
 * Puts what people said, and what networks say of them, into the outbox for every CRM that knows them as contacts. It
 * reads the change feed from where it stopped and ends at the feed's end; the place is kept with the entries it made, so
 * that nothing is missed and nothing is written twice, however often it is killed or in how many processes it runs.
 *
 * - Something said becomes an activity on the contact of everybody who takes part; a new wording changes it; when it is
 *   removed, the activity is taken away.
 * - Customers that become one bring their earlier interactions and profiles to the contact; those that come apart take
 *   them away.
 *
 * Nothing is written before an audit of each CRM was made and acknowledged (`not-permitted`).
 *
 * What terms forbid is not written, and counted by the term. The outbox delivers with {@link crmDelivery}.
 *
 * @example
 * await writeBack({ store, context, crms, permits, terms: termsBook([bluesky.network]) });
 * await outbox({ store, context, targets: crmDelivery({ store, context, crms, permits, terms }) }).deliver();
 */
export async function writeBack(options: WriteBackOptions): Promise<WriteBackReport> {
  await insistOnAudit(options.store, options.crms);
  const report: WriteBackReport = { activities: 0, enrichments: 0, erasures: 0, refused: {}, unsupported: 0 };
  for (const [crm, adapter] of Object.entries(options.crms)) await writeBackTo(crm, adapter, options, report);
  return report;
}

async function writeBackTo(
  crm: string,
  adapter: CrmAdapter,
  options: WriteBackOptions,
  report: WriteBackReport,
): Promise<void> {
  const { store, context, signal, since = '' } = options;
  const told = new Set<string>();
  const isNew = (reason: string, write: string) => {
    const what = `${reason} ${write}`;
    const isKnown = told.has(what);
    told.add(what);
    return !isKnown;
  };
  const desk: WriteBackDesk = {
    crm,
    adapter,
    store,
    since,
    gate: termsGate(options, context),
    onRefused(term, write) {
      if (isNew(term, write)) report.refused[term] = (report.refused[term] ?? 0) + 1;
    },
    onUnsupported(write) {
      if (isNew('unsupported', write)) report.unsupported += 1;
    },
  };
  const place = `write-back ${crm}`;
  const drafts = new Map<string, OutboxDraft>();
  const keep = async (worked: Change | undefined) => {
    await store.transaction(async (transaction) => {
      await transaction.lock(() => [place, ...[...drafts.keys()].map(outboxKeyLock)]);
      for (const draft of drafts.values()) await enqueue(transaction, context, draft);
      // Another process may have come further meanwhile.
      if (worked && (await placeOf(transaction, place)) < worked.sequence)
        await transaction.put('checkpoints', { name: place, data: { after: worked.sequence } });
    });
    for (const { verb } of drafts.values()) report[counts[verb as keyof typeof counts]] += 1;
    drafts.clear();
  };
  let last: Change | undefined;
  let changes = 0;
  for await (const change of readChanges(store, { after: await placeOf(store, place), ...(signal && { signal }) })) {
    for await (const draft of intendedWrites(desk, change)) {
      drafts.set(draft.key, draft);
      // A long history is kept in parts; until its last one is, it is read again from its beginning.
      if (drafts.size >= transactionSize) await keep(undefined);
    }
    last = change;
    changes += 1;
    if (drafts.size >= transactionSize / 2 || changes % changesAtMost === 0) await keep(change);
  }
  if (last) await keep(last);
}

const counts = { 'log-activity': 'activities', upsert: 'enrichments', erase: 'erasures' } as const;

async function placeOf(store: Pick<Store, 'get'>, name: string): Promise<number> {
  const data = (await store.get('checkpoints', { name }))?.data as { after: number } | undefined;
  return data?.after ?? 0;
}
