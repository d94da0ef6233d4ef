import { blockingRecall } from './block/blocking-recall.js';
import { walksOf } from './block/candidates.js';
import type { Rule } from './block/rule.js';
import { choosingRules, usualLimits } from './block/rules.js';
import { weightSteps } from './cluster/bounded-components.js';
import { type ClusterOptions, clustersOf } from './cluster/clusters.js';
import { fitting } from './cluster/fit.js';
import { Merges } from './cluster/merges.js';
import { cutFor, type Expected, expectedOf, lowestCut } from './cluster/promise.js';
import { type Relation, relationsOf } from './cluster/relations.js';
import type { Table } from './columns/column.js';
import { contentOrder, nearEachOther, placesIn, reordered } from './columns/content-order.js';
import { frozenCensus } from './frozen/frozen-census.js';
import { frozenRules } from './frozen/frozen-rules.js';
import { countedCensus } from './prepare/counted-census.js';
import { prepare, withGlances } from './prepare/prepare.js';
import { weighedPairs, withPairs } from './score/edges.js';
import { eachHousehold } from './score/households.js';
import { compareAll } from './score/levels.js';
import { inThisThread, type Steps } from './threads/steps.js';
import { draw } from './train/draw.js';
import { type LabelledRows, labelsOf } from './train/labels.js';
import { learn } from './train/learn.js';
import type { Model } from './train/model.js';
import { type ModelDocument, modelOf } from './train/model-document.js';

/** What deduplicating a table gives. */
export interface Clustering {
  /** The cluster of each row, called by a number of its own. */
  clusters: Uint32Array;
  model: Model;
  rules: readonly Rule[];
  /** Above which weight clusters were joined, in bits. */
  cut: number;
  /** What is expected of the pairs that the clusters imply. */
  expected: Expected;
  /** With `relations`: clusters of one household, by the numbers they are called by. */
  households: Relation[];
  /** The share of pairs of one person that share a key at all, as estimated without truth. */
  blockingRecall: number;
  /** How many candidate pairs there were. */
  pairs: number;
  /** How many of them were weighed; the others were proven to be too far apart. */
  weighed: number;
  /** How long each step took, in milliseconds. */
  took: Record<string, number>;
}

/** Pairs below this weight are no candidates for joining; what they tell is looked up when their clusters are compared. */
export const [leastWeight] = weightSteps;

/** How sure clusters are to be: joined above a weight, or so that a share of all the pairs that they imply is expected to be right. */
export type Sureness = { cut: number } | { precision: number };

/** What clustering a table may be told. */
export type TableClusterOptions = Sureness &
  Pick<ClusterOptions, 'forbids' | 'together'> & {
    model?: ModelDocument | undefined;
    relations?: boolean;
    /** What people said of pairs, from which the model is learned too. */
    labels?: readonly LabelledRows[];
    /** The model is learned from nothing else but how strangers agree. */
    labelsAlone?: boolean;
  };

/**
 * Finds which rows of a table are the same person, without labels, or by a model that was learned before. By one that is frozen
 * nothing is counted: rows of equal content, which it can not tell apart, stand in the order in which they are given.
 */
export function clusterTable(given: Table, options: TableClusterOptions): Clustering {
  return inThisThread(clusteringSteps(given, options));
}

/** As {@link clusterTable}, step by step, so that threads may do what falls into parts. */
export function* clusteringSteps(
  given: Table,
  {
    forbids,
    together = [],
    model: known,
    relations = false,
    labels = [],
    labelsAlone = false,
    ...sureness
  }: TableClusterOptions,
): Steps<Clustering> {
  const took: Record<string, number> = {};
  let since = performance.now();
  const lap = <Result>(step: string, result: Result): Result => {
    const now = performance.now();
    took[step] = now - since;
    since = now;
    return result;
  };
  const frozen = known?.frozen;
  const census = frozen ? frozenCensus(frozen) : countedCensus;
  const { size } = given;
  const seen = frozen ? { size, columns: census.columns(given.columns, size) } : given;
  const drawn = contentOrder(seen);
  // By a frozen model ties fall as they do one record at a time.
  const order = frozen ? drawn : nearEachOther(seen, drawn);
  const lots = placesIn(order, drawn);
  const table = lap('order', reordered(seen, order));
  const prepared = lap('prepare', prepare(table, census).map(withGlances));
  const keys = prepared.map((one) => one.keys);
  const rules = lap(
    'block',
    frozen ? frozenRules(keys.flat(), frozen) : yield* choosingRules(keys, size, { ...usualLimits(size), lots }),
  );
  const walks = walksOf(size, rules);
  const fields = prepared.flatMap((one) => one.fields);
  const compare = compareAll(prepared);
  const model = lap(
    'train',
    known
      ? modelOf(known, fields, frozen?.records ?? size)
      : learn(fields, {
          ...(yield* draw({ size, rules, walks, prepared, lots })),
          labels: labelsOf(labels, compare, { placeOf: placeFinder(order), alone: labelsAlone }),
        }),
  );
  const edges = lap('score', yield* weighedPairs({ size, walks, prepared, model, least: leastWeight }));
  const joined = together.length === 0 ? [] : placesOf(order, together);
  withPairs(edges, joined);
  const givenRows = (rows: readonly number[]): number[] => rows.map((row) => order[row] as number);
  const clusteredAt = (cut: number) => {
    const merges = new Merges();
    const apart =
      forbids && ((left: readonly number[], right: readonly number[]) => forbids(givenRows(left), givenRows(right)));
    const found = clustersOf(size, edges, fitting(model, compare), {
      cut,
      merges,
      forbids: apart,
      together: joined,
      bounded: frozen !== undefined,
    });
    return { cut, merges, found };
  };
  const { cut, merges, found } =
    'cut' in sureness
      ? clusteredAt(sureness.cut)
      : clusteredAt(cutFor(clusteredAt(lowestCut).merges, size, sureness.precision));
  const clusters = new Uint32Array(size);
  for (let row = 0; row < size; row += 1) clusters[order[row] as number] = order[found[row] as number] as number;
  lap('cluster', undefined);
  const givenOf = ({ left, right, probability }: Relation): Relation => ({
    left: order[left] as number,
    right: order[right] as number,
    probability,
  });
  const households = relations
    ? lap(
        'relate',
        relationsOf(size, found, (tell) => eachHousehold(size, rules, { model, compare }, tell)),
      )
    : [];
  return {
    clusters,
    model,
    rules,
    cut,
    households: households.map(givenOf),
    expected: expectedOf(merges, size, cut),
    blockingRecall: blockingRecall(size, rules, found),
    pairs: edges.pairs,
    weighed: edges.weighed,
    took,
  };
}

/** Pairs of rows by their places in an order. */
function placesOf(
  order: ArrayLike<number>,
  pairs: readonly (readonly [left: number, right: number])[],
): (readonly [number, number])[] {
  const placeOf = placeFinder(order);
  return pairs.map(([left, right]) => [placeOf(left), placeOf(right)] as const);
}

function placeFinder(order: ArrayLike<number>): (row: number) => number {
  const places = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place += 1) places[order[place] as number] = place;
  return (row) => places[row] as number;
}
