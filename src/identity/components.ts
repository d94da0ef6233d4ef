import type { RecordId } from '../core/model/id.js';

/** The connected components of records under links, each sorted; links to records outside are passed over. */
export function components(records: Iterable<RecordId>, edges: Iterable<{ a: RecordId; b: RecordId }>): RecordId[][] {
  const parents = new Map<RecordId, RecordId>();
  for (const record of records) parents.set(record, record);
  for (const { a, b } of edges) {
    if (!parents.has(a) || !parents.has(b)) continue;
    const left = find(parents, a);
    const right = find(parents, b);
    if (left !== right) parents.set(left < right ? right : left, left < right ? left : right);
  }
  const groups = new Map<RecordId, RecordId[]>();
  for (const record of parents.keys()) {
    const root = find(parents, record);
    const group = groups.get(root);
    if (group) group.push(record);
    else groups.set(root, [record]);
  }
  return [...groups.values()].map((group) => group.sort());
}

/** The root of a record in a forest of parents, with paths halved on the way. */
export function find(parents: Map<RecordId, RecordId>, record: RecordId): RecordId {
  let at = record;
  for (;;) {
    const parent = parents.get(at) as RecordId;
    if (parent === at) return at;
    const above = parents.get(parent) as RecordId;
    parents.set(at, above);
    at = above;
  }
}
