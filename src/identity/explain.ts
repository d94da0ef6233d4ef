import type { Decision } from '../core/model/decision.js';
import type { Evidence } from '../core/model/evidence.js';
import type { RecordId } from '../core/model/id.js';
import type { Resolver, Verdict } from '../core/ports.js';
import type { StoreReader } from '../core/store/store.js';
import { banned, customerOf, edgesOf, membersOf, recordsOfCustomer } from './cluster.js';
import { decisionOf, decisionsOf } from './ledger.js';
import { vetoBetween } from './veto.js';

/** Why two records are one, or are two. */
export interface Explanation {
  one: boolean;
  /** With `one`: the standing links that lead from one to the other, with their evidence. */
  path: Decision[];
  /** What was ever decided between the two customers. */
  history: Decision[];
  /** What the resolver says of the best pair today. */
  today?: Pick<Verdict, 'outcome' | 'probability' | 'weight' | 'proven'>;
  for: Evidence[];
  against: Evidence[];
  /**
   * What is not known of the best pair, and how it would have to come out for it to be decided otherwise: each field by
   * itself, the weakest way that is enough, with what it weighs.
   */
  wouldDecide: Evidence[];
}

/** Explains from the ledger, and from what the resolver says today, why two records are one or two. */
export async function explain(
  store: StoreReader,
  resolver: Resolver,
  a: RecordId,
  b: RecordId,
): Promise<Explanation | undefined> {
  const [left, right] = [await customerOf(store, a), await customerOf(store, b)];
  if (!left || !right) return undefined;
  const lefts = await membersOf(store, left);
  const one = left === right;
  const rights = one ? lefts : await membersOf(store, right);
  const [records, others] = [await recordsOfCustomer(store, lefts), await recordsOfCustomer(store, rights)];
  const sides = one ? [records.filter(({ id }) => id === a), others.filter(({ id }) => id === b)] : [records, others];
  const [best] = (sides[0] ?? [])
    .flatMap((record) =>
      resolver
        .decide(
          record,
          (sides[1] ?? []).filter(({ id }) => id !== record.id),
        )
        .map((verdict) => ({ record, verdict })),
    )
    .sort((x, y) => y.verdict.weight - x.verdict.weight);
  const today = best?.verdict;
  const path = one ? await pathBetween(store, lefts, a, b) : [];
  const evidence = [...(today?.evidence ?? [])];
  if (!one) {
    const veto = vetoBetween(records, others);
    if (veto) evidence.push(veto);
    const ban = await banned(store, lefts, rights);
    if (ban) evidence.push({ type: 'veto', field: 'ban', level: ban });
  }
  for (const decision of path) evidence.push(...decision.evidence.filter(({ type }) => type !== 'score'));
  const names = new Set([...lefts, ...rights]);
  const history = (await decisionsOf(store, [a, b])).filter(
    (decision) => !('a' in decision) || (names.has(decision.a) && names.has(decision.b)),
  );
  const speaksAgainst = ({ type, weight }: Evidence) => type === 'veto' || (weight !== undefined && weight < 0);
  return {
    one,
    path,
    history,
    ...(today && {
      today: { outcome: today.outcome, probability: today.probability, weight: today.weight, proven: today.proven },
    }),
    for: evidence.filter((item) => !speaksAgainst(item)),
    against: evidence.filter(speaksAgainst),
    wouldDecide: best && resolver.wouldDecide ? resolver.wouldDecide(best.record, best.verdict.candidate) : [],
  };
}

/** The links on the shortest way between two records of a customer. */
async function pathBetween(store: StoreReader, members: RecordId[], a: RecordId, b: RecordId): Promise<Decision[]> {
  const edges = await edgesOf(store, members);
  const reached = new Map<RecordId, { from: RecordId; decision: Decision['id'] } | undefined>([[a, undefined]]);
  for (const record of reached.keys()) {
    if (record === b) break;
    for (const edge of edges) {
      const next = edge.a === record ? edge.b : edge.b === record ? edge.a : undefined;
      if (next && !reached.has(next)) reached.set(next, { from: record, decision: edge.decision });
    }
  }
  const path: Decision[] = [];
  for (let step = reached.get(b); step; step = reached.get(step.from))
    path.unshift(await decisionOf(store, step.decision));
  return path;
}
