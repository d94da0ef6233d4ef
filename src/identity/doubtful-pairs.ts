import type { SourceRecordDraft } from '../core/model/source-record.js';
import { blockingRules, usualLimits } from './engine/block/rules.js';
import { tableOfRecords } from './engine/columns/table-of-records.js';
import { prepare } from './engine/prepare/prepare.js';
import { type Edges, edgesOf } from './engine/score/edges.js';
import { compareAll } from './engine/score/levels.js';
import { weigher } from './engine/score/scorer.js';
import { type ModelDocument, modelOf } from './engine/train/model-document.js';
import { vetoOfRecords } from './matcher/proofs.js';

/** Two records of which it is doubtful whether they are one. */
export interface DoubtfulPair {
  /** Places among the records. */
  left: number;
  right: number;
  /** Whether they were put together. */
  together: boolean;
  /** Of these two alone, in bits. */
  weight: number;
  /** Of each field that both have: how they agree, and for how many bits that speaks against strangers. */
  why: { field: string; level: string; bits: number }[];
}

/** Surer pairs are no question, in bits: 0.02 or 0.98. */
const sure = Math.log2(0.98 / 0.02);

/**
 * The pairs that a person should look at first: those of which the most pairs are expected to stand wrong. A pair that holds two
 * parts of a cluster together stands for all pairs between them; of two clusters that may be one the likeliest pair stands for all.
 *
 * @param clusters of each record
 * @param options.limit the most
 * @param options.known whether a person has answered this pair
 * @example
 * const pairs = doubtfulPairs(records, clusters, model, { limit: 100, known: () => false });
 */
export function doubtfulPairs(
  records: readonly SourceRecordDraft[],
  clusters: readonly number[],
  model: ModelDocument,
  { limit, known }: { limit: number; known: (left: number, right: number) => boolean },
): DoubtfulPair[] {
  const prepared = prepare(tableOfRecords(records));
  const fields = prepared.flatMap((one) => one.fields);
  const compare = compareAll(prepared);
  const learned = modelOf(model, fields, records.length);
  const rules = blockingRules(
    prepared.map((one) => one.keys),
    records.length,
    usualLimits(records.length),
  );
  const weigh = weigher(learned, compare);
  const edges = edgesOf(records.length, rules, weigh, { from: 0, to: records.length, least: -sure });
  const levels = new Uint8Array(fields.length);
  const found: DoubtfulPair[] = [];
  for (const { edge, together } of questions(edges, clusters)) {
    if (found.length === limit) break;
    const [left, right] = [edges.left[edge] as number, edges.right[edge] as number];
    const [one, other] = [records[left] as SourceRecordDraft, records[right] as SourceRecordDraft];
    if (known(left, right) || one.own || other.own || one.party !== other.party) continue;
    if (vetoOfRecords([one], [other])) continue;
    compare.pair(left, right, levels);
    const why = fields.flatMap(({ name, levels: all }, field) => {
      const level = levels[field] as number;
      const m = (learned.m[0] as Float64Array[])[field]?.[level] as number;
      const u = learned.u[field]?.[level] as number;
      return level === 0 ? [] : [{ field: name, level: all[level]?.name as string, bits: Math.log2(m / u) }];
    });
    found.push({ left, right, together, weight: edges.weight[edge] as number, why });
  }
  return found;
}

interface Question {
  edge: number;
  together: boolean;
  /** How many pairs are expected to stand wrong until it is answered. */
  wrong: number;
}

/** Edges worth asking about, those by which most stands wrong first. */
function questions(edges: Edges, clusters: readonly number[]): Question[] {
  const parents = clusters.map((_, row) => row);
  const counts = new Uint32Array(clusters.length).fill(1);
  const sizes = new Map<number, number>();
  for (const cluster of clusters) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const asked = new Set<number>();
  const found: Question[] = [];
  const rootOf = (row: number): number => {
    let at = row;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at] as number] as number;
      at = parents[at] as number;
    }
    return at;
  };
  const isTogether = (edge: number): boolean =>
    clusters[edges.left[edge] as number] === clusters[edges.right[edge] as number];
  const weightOf = (edge: number): number => edges.weight[edge] as number;
  const order = Uint32Array.from({ length: edges.size }, (_, edge) => edge)
    .filter((edge) => isTogether(edge) || weightOf(edge) <= sure)
    .sort((one, other) => weightOf(other) - weightOf(one) || one - other);
  for (const edge of order) {
    const [left, right] = [edges.left[edge] as number, edges.right[edge] as number];
    const probability = 1 / (1 + 2 ** -weightOf(edge));
    if (isTogether(edge)) {
      const [ours, theirs] = [rootOf(left), rootOf(right)];
      if (ours === theirs) continue;
      const pairs = (counts[ours] as number) * (counts[theirs] as number);
      parents[theirs] = ours;
      counts[ours] = (counts[ours] as number) + (counts[theirs] as number);
      if (weightOf(edge) <= sure) found.push({ edge, together: true, wrong: (1 - probability) * pairs });
      continue;
    }
    const [ours, theirs] = [clusters[left] as number, clusters[right] as number];
    const key = Math.min(ours, theirs) * clusters.length + Math.max(ours, theirs);
    if (asked.has(key)) continue;
    asked.add(key);
    const pairs = (sizes.get(ours) as number) * (sizes.get(theirs) as number);
    found.push({ edge, together: false, wrong: probability * pairs });
  }
  return found.sort((one, other) => other.wrong - one.wrong || one.edge - other.edge);
}
