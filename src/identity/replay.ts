import type { Decision } from '../core/model/decision.js';
import type { DecisionId, RecordId } from '../core/model/id.js';
import { components } from './components.js';

/** What a ledger says: which links and bans stand, and which records are gone. */
export interface Standing {
  edges: { decision: DecisionId; a: RecordId; b: RecordId; author: Decision['by']['type']; sequence: number }[];
  bans: { decision: DecisionId; left: RecordId[]; right: RecordId[] }[];
  erased: Set<RecordId>;
}

/** Works out from the ledger alone, in its order, what stands. */
export function replay(decisions: Iterable<Decision>): Standing {
  const edges = new Map<DecisionId, Standing['edges'][number]>();
  const bans = new Map<DecisionId, Standing['bans'][number]>();
  const erased = new Set<RecordId>();
  for (const decision of decisions) {
    if (decision.kind === 'link' && !decision.blocked)
      edges.set(decision.id, {
        decision: decision.id,
        a: decision.a,
        b: decision.b,
        author: decision.by.type,
        sequence: decision.sequence,
      });
    else if (decision.kind === 'unlink') edges.delete(decision.of);
    else if (decision.kind === 'ban')
      bans.set(decision.id, { decision: decision.id, left: decision.left, right: decision.right });
    else if (decision.kind === 'unban') bans.delete(decision.of);
    else if (decision.kind === 'erase') for (const record of decision.records) erased.add(record);
  }
  return { edges: [...edges.values()], bans: [...bans.values()], erased };
}

/** Who is held by which customer, as the ledger alone says. */
export function customersOf(records: Iterable<RecordId>, standing: Standing): Map<RecordId, RecordId> {
  const customers = new Map<RecordId, RecordId>();
  for (const cluster of components(records, standing.edges)) {
    const name = nameOf(cluster, (record) => standing.erased.has(record));
    for (const record of cluster) customers.set(record, name);
  }
  return customers;
}

/** What a customer is called: its smallest id that was not erased, else its smallest. */
export function nameOf(cluster: readonly RecordId[], erased: (record: RecordId) => boolean): RecordId {
  let name: RecordId | undefined;
  let any: RecordId | undefined;
  for (const record of cluster) {
    if (any === undefined || record < any) any = record;
    if ((name === undefined || record < name) && !erased(record)) name = record;
  }
  return name ?? (any as RecordId);
}
