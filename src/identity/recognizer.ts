import type { Context } from '../core/context.js';
import type { ChangeBody } from '../core/model/change.js';
import { isLasting } from '../core/model/decision.js';
import type { RecordId } from '../core/model/id.js';
import type { SourceRecord } from '../core/model/source-record.js';
import type { Recognizer, Resolver, Verdict } from '../core/ports.js';
import type { StoreTransaction } from '../core/store/store.js';
import { telemetry } from '../core/telemetry.js';
import { candidatesOf, isKey, sharedByAtMost as sharedByDefault } from './candidates.js';
import { customerOf } from './cluster.js';
import { type BlastRadius, defaultBlastRadius, join, unjoin } from './join.js';
import { append, decisionsOf } from './ledger.js';
import { openReview } from './review.js';

export interface RecognizerOptions {
  resolver: Resolver;
  context: Context;
  /** A key that more records share than this means nothing and finds nobody. Defaults to 50. */
  sharedByAtMost?: number;
  /** How many doubtful pairs one record may put before a person. Defaults to 5. */
  reviewsAtMost?: number;
  blastRadius?: Partial<BlastRadius>;
}

/** Puts a resolver to work on a store: finds candidates by keys, never by scanning, and writes its verdicts into the ledger. */
export function recognizer(options: RecognizerOptions): Recognizer {
  const { resolver, context, sharedByAtMost = sharedByDefault, reviewsAtMost = 5 } = options;
  const radius = { ...defaultBlastRadius, ...options.blastRadius };
  const by = { type: 'model', name: resolver.version } as const;
  const head = { by, version: resolver.version };

  async function link(transaction: StoreTransaction, record: SourceRecord, verdicts: Verdict[]): Promise<ChangeBody[]> {
    const changes: ChangeBody[] = [];
    const clusters = await byCustomer(transaction, record.id, verdicts);
    let reviews = 0;
    for (const group of clusters.values()) {
      const best = group[0] as Verdict;
      if (group.some(({ outcome }) => outcome === 'veto')) continue;
      const { probability, evidence, candidate } = best;
      if (best.outcome === 'link') {
        const alsoNear = group
          .filter(({ weight }, index) => index > 0 && weight >= best.weight)
          .map((near) => near.candidate.id);
        const draft = { ...head, a: record.id, b: candidate.id, probability, evidence };
        const joined = await join(transaction, context, { ...draft, ...(alsoNear.length > 0 && { alsoNear }) }, radius);
        changes.push(...joined.changes);
      } else if (best.outcome === 'review' && reviews < reviewsAtMost) {
        const draft = { a: record.id, b: candidate.id, because: 'doubt' as const, probability, evidence };
        const review = await openReview(transaction, context, { ...draft, version: resolver.version });
        if (review) changes.push({ type: 'review', review });
        reviews += 1;
      }
    }
    return changes;
  }

  /** Takes away what machines linked and would no longer link now that the record says something else. */
  async function reconsider(transaction: StoreTransaction, record: SourceRecord): Promise<ChangeBody[]> {
    const edges = await transaction.list('edges', 'byRecord', { where: { record: record.id }, limit: 10_000 });
    const stale = [];
    for (const edge of edges) {
      if (isLasting(edge.author)) continue;
      const other = (await transaction.get('records', { id: edge.other }))?.data;
      if (other && resolver.decide(record, [other])[0]?.outcome !== 'link')
        stale.push({ decision: edge.decision, a: record.id, b: edge.other });
    }
    const evidence = [{ type: 'note' as const, field: 'record', level: 'changed' }];
    return unjoin(transaction, context, stale, { ...head, evidence });
  }

  async function relate(transaction: StoreTransaction, record: SourceRecord, verdicts: Verdict[]): Promise<void> {
    const related = verdicts.filter(({ outcome }) => outcome === 'relate');
    if (related.length === 0) return;
    const known = new Set<RecordId>();
    for (const decision of await decisionsOf(transaction, [record.id]))
      if (decision.kind === 'relate') known.add(decision.a === record.id ? decision.b : decision.a);
    for (const { candidate, relation = 'related', probability, evidence } of related)
      if (!known.has(candidate.id))
        await append(transaction, context, {
          ...head,
          kind: 'relate',
          a: record.id,
          b: candidate.id,
          relation,
          probability,
          evidence,
        });
  }

  const keysOf = (record: SourceRecord) => (record.own ? [] : resolver.keys(record).filter(isKey));

  return {
    keys: keysOf,
    recognize: (transaction, record, isNew) =>
      telemetry.span('kenning.resolve', { 'kenning.resolver': resolver.version }, async (span) => {
        // Whom a record that is known belongs to, people may change at this moment.
        if (!isNew) await transaction.lockLedger();
        const keys = keysOf(record);
        await writeKeys(transaction, record.id, keys, isNew);
        if (isNew) await transaction.put('members', { record: record.id, customer: record.id });
        const changes = isNew ? [] : await reconsider(transaction, record);
        if (keys.length > 0) {
          const found = await candidatesOf(transaction, record.id, keys, sharedByAtMost);
          const verdicts = found.length > 0 ? resolver.decide(record, found) : [];
          span.set({ 'kenning.candidates': found.length });
          tellVerdicts(resolver.version, verdicts);
          changes.push(...(await link(transaction, record, verdicts)));
          await relate(transaction, record, verdicts);
        }
        return { customer: (await customerOf(transaction, record.id)) as RecordId, changes };
      }),
  };
}

function tellVerdicts(version: string, verdicts: readonly Verdict[]): void {
  if (!telemetry.isObserved) return;
  for (const { outcome } of verdicts)
    telemetry.count('kenning.verdicts', 1, { 'kenning.resolver': version, 'kenning.outcome': outcome });
}

/** Verdicts by the customer that holds their candidate, without the record's own, the best first in each. */
async function byCustomer(
  transaction: StoreTransaction,
  record: RecordId,
  verdicts: Verdict[],
): Promise<Map<RecordId, Verdict[]>> {
  const relevant = verdicts.filter(({ outcome }) => outcome !== 'none' && outcome !== 'relate');
  const clusters = new Map<RecordId, Verdict[]>();
  // Most candidates are other accounts of the same network. Their vetoes matter only to those who might be linked.
  if (relevant.every(({ outcome }) => outcome === 'veto')) return clusters;
  await transaction.lockLedger();
  const own = await customerOf(transaction, record);
  for (const verdict of relevant) {
    const customer = await customerOf(transaction, verdict.candidate.id);
    if (!customer || customer === own) continue;
    const group = clusters.get(customer);
    if (group) group.push(verdict);
    else clusters.set(customer, [verdict]);
  }
  return clusters;
}

async function writeKeys(
  transaction: StoreTransaction,
  record: RecordId,
  keys: string[],
  isNew: boolean,
): Promise<void> {
  const wanted = new Set(keys);
  if (!isNew)
    for (const { key } of await transaction.list('keys', 'byRecord', { where: { record }, limit: 10_000 }))
      if (!wanted.delete(key)) await transaction.remove('keys', { key, record });
  for (const key of wanted) await transaction.put('keys', { key, record });
}
