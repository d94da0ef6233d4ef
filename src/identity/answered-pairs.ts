import type { LabelledRows } from './engine/train/labels.js';

/** What a person says of two records, by their ids. */
export interface AnsweredPair {
  ids: readonly [one: string, other: string];
  same: boolean;
  /**
   * How likely this pair was to be asked about, above 0 and up to 1, so that a model learns from answers as if all pairs had
   * been asked about. Defaults to 1: it was sure to be.
   */
  chosen?: number;
}

/** Answers as they are used: by rows. */
export interface AnsweredPairs {
  /** Rows that are one. */
  together: (readonly [left: number, right: number])[];
  /** Answers that can be learned from: all but those that contradict. */
  labels: LabelledRows[];
  /** Whether a no stands between two groups of rows. */
  forbids(left: readonly number[], right: readonly number[]): boolean;
  /** A yes that would bring together what a no keeps apart: it is not used, since a wrong merge costs more. */
  contradicting: AnsweredPair[];
  /** Answers on records that are not among these, or on ids that several records have. */
  elsewhere: number;
}

/** Brings people's answers to the rows that they speak of. */
export function answeredPairs(ids: readonly string[], answers: Iterable<AnsweredPair>): AnsweredPairs {
  const said = [...answers];
  const rowOf = said.length === 0 ? new Map<string, number>() : rowsById(ids);
  const apart = new Map<number, Set<number>>();
  const groups = new Map<number, number[]>();
  const groupOf = (row: number): number[] => groups.get(row) ?? [row];
  const forbids = (left: readonly number[], right: readonly number[]): boolean =>
    apart.size > 0 &&
    left.some((row) => {
      const others = apart.get(row);
      return others !== undefined && right.some((other) => others.has(other));
    });
  const found: AnsweredPairs = { together: [], labels: [], forbids, contradicting: [], elsewhere: 0 };
  const wanted: { left: number; right: number; answer: AnsweredPair }[] = [];
  for (const answer of said) {
    const [left, right] = answer.ids.map((id) => rowOf.get(id));
    if (left === undefined || right === undefined || left === right) found.elsewhere += 1;
    else if (answer.same) wanted.push({ left, right, answer });
    else {
      for (const [row, other] of [[left, right] as const, [right, left] as const]) addTo(apart, row, other);
      found.labels.push(labelOf(left, right, answer));
    }
  }
  for (const { left, right, answer } of wanted) {
    const [ours, theirs] = [groupOf(left), groupOf(right)];
    if (forbids(ours, theirs)) {
      found.contradicting.push(answer);
      continue;
    }
    found.together.push([left, right]);
    found.labels.push(labelOf(left, right, answer));
    if (ours === theirs) continue;
    const [larger, smaller] = ours.length < theirs.length ? [theirs, ours] : [ours, theirs];
    larger.push(...smaller);
    for (const row of [...smaller, left, right]) groups.set(row, larger);
  }
  return found;
}

const labelOf = (left: number, right: number, { same, chosen = 1 }: AnsweredPair): LabelledRows => ({
  left,
  right,
  same,
  chosen,
});

function addTo(sets: Map<number, Set<number>>, row: number, other: number): void {
  const known = sets.get(row);
  if (known) known.add(other);
  else sets.set(row, new Set([other]));
}

/** The row of each id; ids of several rows name none. */
function rowsById(ids: readonly string[]): Map<string, number> {
  const rows = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [row, id] of ids.entries()) {
    if (rows.has(id)) repeated.add(id);
    rows.set(id, row);
  }
  for (const id of repeated) rows.delete(id);
  return rows;
}
