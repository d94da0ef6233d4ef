import type { Table } from './engine/columns/column.js';
import { hashOf, mix } from './engine/compare/comparison.js';
import { type Edges, edgesOf } from './engine/score/edges.js';
import { weigher } from './engine/score/scorer.js';
import { type Waterfall, waterfall } from './engine/score/waterfall.js';
import type { ModelDocument } from './engine/train/model-document.js';
import { workbenchOfTable } from './report/workbench.js';

/** Two rows that a person is asked about. */
export interface AskedRows {
  left: number;
  right: number;
  /** Whether they were put together. */
  together: boolean;
  /** How likely they were to be asked about: 1 of those that were chosen for what they are worth. */
  chosen: number;
  evidence: Waterfall;
}

export interface AskOptions {
  /** The most. */
  limit: number;
  /** The share of questions that are drawn by lot, so that a model can learn from the answers. Defaults to a fifth. */
  lots?: number;
  /** Whether two rows may be asked about. */
  isQuestion: (left: number, right: number) => boolean;
}

/** Surer pairs are no question, in bits: 0.02 or 0.98. */
const sure = Math.log2(0.98 / 0.02);

/**
 * The pairs that a person should look at. Most are those by which the most pairs are expected to stand wrong, each way of
 * agreeing in turn, since ten answers of one kind teach little more than three. The rest is drawn by lot from all other
 * candidates, so that the answers tell of pairs that nobody would have asked about. The lot falls by a hash of the values, so
 * that the same rows give the same questions.
 */
export function askedRows(
  table: Table,
  clusters: readonly number[],
  document: ModelDocument,
  { limit, lots = 0.2, isQuestion }: AskOptions,
): AskedRows[] {
  const { size, rules, model, compare } = workbenchOfTable(table, document);
  const edges = edgesOf(size, rules, weigher(model, compare), { from: 0, to: size, least: -sure });
  const levels = new Uint8Array(compare.width);
  const levelsOf = (edge: number): Uint8Array => {
    compare.pair(edges.left[edge] as number, edges.right[edge] as number, levels);
    return levels;
  };
  const mayAsk = (edge: number) => isQuestion(edges.left[edge] as number, edges.right[edge] as number);
  const byLot = Math.round(limit * lots);
  const found: { edge: number; chosen: number }[] = inTurn(
    questions(edges, clusters).filter(({ edge }) => mayAsk(edge)),
    (edge) => levelsOf(edge).join(),
    limit - byLot,
  ).map(({ edge }) => ({ edge, chosen: 1 }));
  const isChosen = new Set(found.map(({ edge }) => edge));
  const others = Array.from({ length: edges.size }, (_, edge) => edge).filter(
    (edge) => !isChosen.has(edge) && mayAsk(edge),
  );
  const drawn = Math.min(limit - found.length, others.length);
  const rowHash = hashes(table);
  const lotOf = (edge: number): number => {
    const [ours, theirs] = [
      rowHash[edges.left[edge] as number] as number,
      rowHash[edges.right[edge] as number] as number,
    ];
    return mix(Math.min(ours, theirs), Math.max(ours, theirs));
  };
  const order = others
    .map((edge) => ({ edge, lot: lotOf(edge) }))
    .sort((one, other) => one.lot - other.lot || one.edge - other.edge);
  for (const { edge } of order.slice(0, drawn)) found.push({ edge, chosen: drawn / others.length });
  return found.map(({ edge, chosen }) => {
    const [left, right] = [edges.left[edge] as number, edges.right[edge] as number];
    return {
      left,
      right,
      together: clusters[left] === clusters[right],
      chosen,
      evidence: waterfall(model, levelsOf(edge)),
    };
  });
}

/** A number for what stands in each row, whatever the order of rows and columns. */
function hashes({ size, columns }: Table): Uint32Array {
  const sums = new Uint32Array(size);
  for (const { name, codes, values } of columns) {
    const known = values.map((value) => (value === '' ? 0 : mix(hashOf(name), hashOf(value))));
    for (let row = 0; row < size; row += 1) sums[row] = (sums[row] as number) + (known[codes[row] as number] as number);
  }
  return sums;
}

interface Question {
  edge: number;
  /** How many pairs are expected to stand wrong until it is answered. */
  wrong: number;
}

/** The best questions, of which each later one that comes out alike is worth less: half, a third… */
function inTurn(all: readonly Question[], patternOf: (edge: number) => string, limit: number): Question[] {
  const rest = Map.groupBy(all.slice(0, 20 * limit), ({ edge }) => patternOf(edge));
  const heads = Array.from(rest.values(), (questions) => ({ questions, asked: 0 }));
  const worth = ({ questions, asked }: (typeof heads)[number]): number => (questions[asked]?.wrong ?? -1) / (asked + 1);
  const found: Question[] = [];
  while (found.length < limit) {
    let best: (typeof heads)[number] | undefined;
    for (const head of heads) if (worth(head) >= 0 && (!best || worth(head) > worth(best))) best = head;
    if (!best) break;
    found.push(best.questions[best.asked] as Question);
    best.asked += 1;
  }
  return found;
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
      if (weightOf(edge) <= sure) found.push({ edge, wrong: (1 - probability) * pairs });
      continue;
    }
    const [ours, theirs] = [clusters[left] as number, clusters[right] as number];
    const key = Math.min(ours, theirs) * clusters.length + Math.max(ours, theirs);
    if (asked.has(key)) continue;
    asked.add(key);
    const pairs = (sizes.get(ours) as number) * (sizes.get(theirs) as number);
    found.push({ edge, wrong: probability * pairs });
  }
  return found.sort((one, other) => other.wrong - one.wrong || one.edge - other.edge);
}
