import type { Context } from '../../core/context.js';
import { isKenningError, KenningError } from '../../core/errors.js';
import type { RecordId } from '../../core/model/id.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import type { SourceRecord } from '../../core/model/source-record.js';
import { entryByKey, outboxKeyLock } from '../../core/outbox/enqueue.js';
import type { Store } from '../../core/store/store.js';
import { insistOnAudit } from '../audit/audit-book.js';
import type { CrmAdapter } from '../crm-adapter.js';
import { queueOfContact } from '../write-back/crm-entry.js';
import { crmContactOf } from '../write-back/crm-people.js';
import { enqueueEntry } from '../write-back/enqueue-entry.js';
import { isSkipped } from '../write-back/sending.js';
import { type PlannedMerge, refusalsOf } from './merge-plan.js';
import { mergeKey } from './propose-merges.js';

/** What became of a planned merge. One that `waits` goes out later, or a person has to look whether it was made. */
export interface MergeOutcome extends PlannedMerge {
  outcome: 'merged' | 'merged-before' | 'would-merge' | 'waits' | 'refused';
  problem?: string;
}

export interface ApplyMergesCall {
  /** The app's name of the CRM. */
  crm: string;
  /** Who says so. */
  by: string;
  /** Nothing is changed, here or there; it is told what would be. Defaults to false. */
  dry?: boolean;
  /** Told of each as soon as it is known; waited for. */
  onOutcome?: (outcome: MergeOutcome) => void | Promise<void>;
  signal?: AbortSignal;
}

/** What merging contacts needs of the rest of the app. */
export interface ApplyingMerges {
  store: Store;
  context: Context;
  crms: Readonly<Record<string, CrmAdapter>>;
  /** A person says that two records are one. */
  join(a: RecordId, b: RecordId, person: { by: string; reason: string }): Promise<unknown>;
  /** What would keep a person's word from holding. */
  obstacles(a: RecordId, b: RecordId): Promise<readonly string[]>;
  deliver(call: { queue: string; signal?: AbortSignal }): Promise<unknown>;
}

/** A failed merge is tried anew by so many later calls. */
const mostTries = 100;

/**
 * Merges contacts in a CRM as a plan says: each pair is one customer here by a person's word, and goes out through the outbox.
 * What was merged before is not merged again, so the same plan can be applied until all of it is done; a refusal stops no other.
 *
 * @throws KenningError `not-found` for a CRM that there is not, `unsupported` for one that can not merge, `not-permitted`
 * before its audit was acknowledged
 */
export async function applyMerges(
  applying: ApplyingMerges,
  plan: readonly PlannedMerge[],
  { crm, by, dry = false, onOutcome, signal }: ApplyMergesCall,
): Promise<MergeOutcome[]> {
  const adapter = Object.hasOwn(applying.crms, crm) ? applying.crms[crm] : undefined;
  if (!adapter) throw new KenningError('not-found', `There is no CRM "${crm}" in the configuration.`);
  if (!adapter.merge)
    throw new KenningError('unsupported', `"${crm}" can not merge contacts. Merge them there by hand.`);
  if (!by.trim()) throw new KenningError('invalid', 'Say whose word this is in `by`.');
  if (!dry) await insistOnAudit(applying.store, { [crm]: adapter });
  const refusals = refusalsOf(plan);
  const outcomes: MergeOutcome[] = [];
  for (const merge of plan) {
    signal?.throwIfAborted();
    const problem = refusals.get(merge);
    const became: Became = problem
      ? refused(problem)
      : await applied({ ...applying, source: adapter.source, crm, by, dry, ...(signal && { signal }) }, merge);
    const outcome: MergeOutcome = { winner: merge.winner, loser: merge.loser, ...became };
    outcomes.push(outcome);
    await onOutcome?.(outcome);
  }
  return outcomes;
}

type Became = Pick<MergeOutcome, 'outcome' | 'problem'>;

const refused = (problem: string): Became => ({ outcome: 'refused', problem });

interface Applying extends ApplyingMerges, Pick<ApplyMergesCall, 'crm' | 'by' | 'signal'> {
  source: string;
  dry: boolean;
}

async function applied(applying: Applying, { winner, loser }: PlannedMerge): Promise<Became> {
  const { store, context, crm, source, by, dry, signal } = applying;
  const [into, from] = [await contactNow(store, source, winner), await contactNow(store, source, loser)];
  if (!into || !from)
    return refused(
      `"${crm}" has no contact ${into ? loser : winner} that is known here. Run \`kenning sync\`, and look at the id.`,
    );
  const { key, entry } = await latestTry(store, mergeKey(crm, into.id, from.id));
  if (entry?.state === 'done') return { outcome: 'merged-before' };
  for (const { row, id } of [
    { row: into, id: winner },
    { row: from, id: loser },
  ])
    if (row.state !== 'standing' || !row.data) return refused(`${id} is no contact of "${crm}" any more.`);
  try {
    const obstacles = await applying.obstacles(into.id, from.id);
    if (obstacles.length > 0) return refused(`They are not to be one: ${obstacles.join(', ')}.`);
    if (dry) return { outcome: 'would-merge' };
    await applying.join(into.id, from.id, { by, reason: `a plan of merges in "${crm}"` });
  } catch (error) {
    if (!isKenningError(error) || error.code.startsWith('storage')) throw error;
    return refused(error.message);
  }
  await store.transaction(async (transaction) => {
    await transaction.lock(() => [outboxKeyLock(key)]);
    const merge = {
      verb: 'merge' as const,
      contact: crmContactOf(into.data as SourceRecord),
      from: crmContactOf(from.data as SourceRecord),
    };
    await enqueueEntry(transaction, context, { crm, key, entry: merge, by });
  });
  await applying.deliver({ queue: queueOfContact(crm, into.id), ...(signal && { signal }) });
  return becameOf(await entryByKey(store, key));
}

async function contactNow(store: Store, source: string, externalId: string) {
  return (await store.list('records', 'bySource', { where: { source, externalId }, limit: 1 }))[0];
}

/** The last try of a merge that was made or may still be, else the key of a new one. */
async function latestTry(store: Store, first: string): Promise<{ key: string; entry?: OutboxEntry }> {
  let key = first;
  for (let again = 1; again < mostTries; again += 1) {
    const entry = await entryByKey(store, key);
    if (!entry) break;
    const isOver = entry.state === 'failed' || entry.state === 'cancelled' || isSkipped(entry.result);
    if (!isOver) return { key, entry };
    key = `${first} again ${again}`;
  }
  return { key };
}

function becameOf(entry: OutboxEntry | undefined): Became {
  if (entry?.state === 'done') return isSkipped(entry.result) ? refused(entry.result.skipped) : { outcome: 'merged' };
  const problem = entry?.problem ?? 'It waits in the outbox.';
  return { outcome: entry?.state === 'failed' || entry?.state === 'cancelled' ? 'refused' : 'waits', problem };
}
