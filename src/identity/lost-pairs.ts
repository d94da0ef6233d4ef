import { KenningError } from '../core/errors.js';
import type { Evidence } from '../core/model/evidence.js';
import type { SourceRecordDraft } from '../core/model/source-record.js';
import { type AnsweredPair, answeredPairs } from './answered-pairs.js';
import { leastWeight } from './engine/engine.js';
import { type Waterfall, waterfall } from './engine/score/waterfall.js';
import type { ModelDocument } from './engine/train/model-document.js';
import { evaluateClusters } from './evaluate.js';
import { vetoOfRecords } from './matcher/proofs.js';
import { workbench } from './report/workbench.js';
import { type RuleOutcome, ruleOutcomes } from './rule-outcomes.js';
import { settledAnswers } from './settled-answers.js';

/** A pair that the truth puts together and the clusters do not. */
export interface LostPair extends Pick<Waterfall, 'fields' | 'weight' | 'probability'> {
  /** The places of the two records. */
  left: number;
  right: number;
  /**
   * `blocking`: no rule makes the two a candidate pair, so they were never compared. `weight`: they were compared and weigh
   * too little. `clusters`: they weigh enough by themselves, and their clusters were kept apart.
   */
  reason: 'blocking' | 'weight' | 'clusters';
  /** What each rule makes of the two. */
  rules: RuleOutcome[];
  /** With `clusters`: the veto or the answer that forbids it; without one it is what their other records tell. */
  forbidden?: Evidence;
}

/** What was lost. */
export interface LostPairs {
  /** How many pairs of the truth were lost, however many are listed. */
  total: number;
  /** Cluster by cluster of the truth, in the order of their first records. */
  pairs: LostPair[];
}

/** A record, called by its id if it has one, else by its `externalId`. */
type Called = SourceRecordDraft & { id?: string };

/**
 * Says which pairs of the truth a deduplication lost, and why: what each rule made of them, what they weigh, and what kept
 * their clusters apart.
 *
 * @param truth the right cluster of each record
 * @param found what {@link deduplication} said of these records: the cluster of each, and by which model and threshold
 * @param options.answers those that were given to it
 * @param options.limit the most pairs that are listed. Defaults to 1000.
 * @throws KenningError `invalid` for a model of another version, a `limit` below 0, or where `truth` or `clusters` are not one a record
 * @example
 * const { records, linkAt, model } = deduplication(contacts);
 * const clusters = records.map(({ cluster }) => cluster);
 * const { total, pairs } = lostPairs(contacts, truth, { clusters, linkAt, model });
 * pairs[0]; // { left: 3, right: 9, reason: 'blocking', rules: [{ keys: ['email'], finds: false, because: … }], … }
 */
export function lostPairs(
  records: readonly Called[],
  truth: readonly (string | number)[],
  { clusters, linkAt, model }: { clusters: readonly number[]; linkAt: number; model: ModelDocument },
  { answers = [], limit = 1000 }: { answers?: Iterable<AnsweredPair>; limit?: number } = {},
): LostPairs {
  for (const [name, list] of [['truth', truth] as const, ['clusters', clusters] as const])
    if (list.length !== records.length)
      throw new KenningError(
        'invalid',
        `${name} has ${list.length} entries for ${records.length} records. Give one each.`,
      );
  if (!(limit >= 0)) throw new KenningError('invalid', 'limit must be 0 or more.');
  const evaluation = evaluateClusters(clusters, truth);
  const bench = workbench(records, model);
  const outcomesOf = ruleOutcomes(bench);
  const forbiddenBetween = forbidding(records, clusters, answers);
  const least = Math.max(leastWeight, Math.log2(linkAt / (1 - linkAt)));
  const levels = new Uint8Array(bench.compare.width);
  const pairs = lost(clusters, truth)
    .take(limit)
    .map(([left, right]): LostPair => {
      bench.compare.pair(left, right, levels);
      const { fields, weight, probability } = waterfall(bench.model, levels);
      const rules = outcomesOf(left, right);
      const pair = { left, right, rules, fields, weight, probability };
      if (!rules.some(({ finds }) => finds)) return { ...pair, reason: 'blocking' };
      if (weight < least) return { ...pair, reason: 'weight' };
      const forbidden = forbiddenBetween(clusters[left] as number, clusters[right] as number);
      return { ...pair, reason: 'clusters', ...(forbidden && { forbidden }) };
    });
  return { total: evaluation.true - evaluation.correct, pairs: [...pairs] };
}

/** The lost pairs, one after the other; those that were found are not walked over. */
function* lost(
  clusters: readonly number[],
  truth: readonly (string | number)[],
): Generator<readonly [left: number, right: number], void, void> {
  for (const group of Map.groupBy(truth.keys(), (row) => truth[row] as string | number).values()) {
    const parts = [...Map.groupBy(group, (row) => clusters[row] as number).values()];
    for (const [at, part] of parts.entries())
      for (const other of parts.slice(at + 1))
        for (const row of part) for (const another of other) yield row < another ? [row, another] : [another, row];
  }
}

/** What forbids that two clusters are one. */
function forbidding(
  records: readonly Called[],
  clusters: readonly number[],
  answers: Iterable<AnsweredPair>,
): (left: number, right: number) => Evidence | undefined {
  const ids = records.map(({ id, externalId }) => id ?? externalId);
  const said = answeredPairs(ids, settledAnswers(answers).answers);
  const rowsOf = Map.groupBy(clusters.keys(), (row) => clusters[row] as number);
  return (left, right) => {
    const [ours, theirs] = [rowsOf.get(left) ?? [], rowsOf.get(right) ?? []];
    if (said.forbids(ours, theirs)) return { type: 'human', field: 'answer', level: 'no' };
    const [some, others] = [ours, theirs].map((rows) => rows.map((row) => records[row] as Called)) as [
      Called[],
      Called[],
    ];
    if (some[0]?.own || others[0]?.own) return { type: 'veto', field: 'own', level: 'stays alone' };
    if (some[0]?.party !== others[0]?.party) return { type: 'veto', field: 'party', level: 'different' };
    return vetoOfRecords(some, others);
  };
}
