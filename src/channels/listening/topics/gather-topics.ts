import type { WordVectors } from '../analysis/classifier/word-vectors.js';
import { addLink, communitiesOf, type Links } from './communities.js';
import { nearnessOf, neighborsOf } from './neighbors.js';
import { type PlacedText, type PostSpace, postSpace } from './post-space.js';

/** Which topic each text is of, -1 for none, and how near it is to the topic's middle. */
export interface Gathered {
  count: number;
  topics: Int32Array;
  nearness: Float32Array;
}

export interface GatherOptions {
  /** Vectors by language. */
  meanings: Readonly<Record<string, WordVectors>>;
  granularity: number;
  /** How many texts make a topic. */
  fewest: number;
}

/** So many texts make the topics. */
const mostSampled = 8000;
const mostNeighbors = 10;
/** Of a topic's texts in the sample, this share is nearer to its middle than a text must be that joins it later. */
const nearEnough = 0.95;

/** @param texts in an order that speaks of nothing: the first ones make the topics */
export function gatherTopics(texts: readonly PlacedText[], { meanings, granularity, fewest }: GatherOptions): Gathered {
  const sample = texts.slice(0, mostSampled);
  const space = postSpace(sample, meanings);
  const { dimensions } = space;
  const values = new Float32Array(sample.length * dimensions);
  for (const [row, text] of sample.entries())
    space.place(text, values.subarray(row * dimensions, (row + 1) * dimensions));
  // Few texts have few topics: at a high resolution they would fall apart.
  const resolution = Math.min(granularity, Math.max(1, sample.length / 8));
  const own = communitiesOf(linksOf(values, sample.length, dimensions), resolution);
  const sizes = new Map<number, number>();
  for (const community of own) sizes.set(community, (sizes.get(community) ?? 0) + 1);
  const large = [...sizes].filter(([, size]) => size >= fewest).map(([community]) => community);
  const numbers = new Map(large.map((community, number) => [community, number]));
  const topics = new Int32Array(texts.length).fill(-1);
  for (const [row, community] of own.entries()) topics[row] = numbers.get(community) ?? -1;
  const middles = middlesOf(values, topics.subarray(0, sample.length), large.length, dimensions);
  const nearness = new Float32Array(texts.length);
  for (const [row, topic] of topics.subarray(0, sample.length).entries())
    if (topic >= 0) nearness[row] = nearnessOf(values, row * dimensions, middles, topic * dimensions, dimensions);
  const least = leastNearness(topics, nearness, sample.length, large.length);
  join(texts, sample.length, { space, middles, least }, { topics, nearness });
  return { count: large.length, topics, nearness };
}

/** Links each text to its nearest ones, unless it is no nearer to them than two texts are on average. */
function linksOf(values: Float32Array, count: number, dimensions: number): Links {
  const each = Math.min(mostNeighbors, Math.max(2, Math.round(count / 20)), Math.max(count - 1, 1));
  const { places, nearness, chance } = neighborsOf({ count, dimensions, values }, each);
  const bound = Math.max(0, chance);
  const links: Links = Array.from({ length: count }, () => new Map());
  for (let row = 0; row < count; row += 1)
    for (let at = row * each; at < (row + 1) * each; at += 1) {
      const [other, near] = [places[at] as number, nearness[at] as number];
      if (other >= 0 && near > bound) addLink(links, row, other, near * near);
    }
  return links;
}

function middlesOf(values: Float32Array, topics: Int32Array, count: number, dimensions: number): Float32Array {
  const middles = new Float32Array(count * dimensions);
  for (const [row, topic] of topics.entries()) {
    if (topic < 0) continue;
    for (let at = 0; at < dimensions; at += 1)
      middles[topic * dimensions + at] =
        (middles[topic * dimensions + at] as number) + (values[row * dimensions + at] as number);
  }
  for (let topic = 0; topic < count; topic += 1) {
    const middle = middles.subarray(topic * dimensions, (topic + 1) * dimensions);
    const length = Math.sqrt(nearnessOf(middle, 0, middle, 0, dimensions)) || 1;
    for (let at = 0; at < dimensions; at += 1) middle[at] = (middle[at] as number) / length;
  }
  return middles;
}

function leastNearness(topics: Int32Array, nearness: Float32Array, sampled: number, count: number): Float32Array {
  const own: number[][] = Array.from({ length: count }, () => []);
  for (let row = 0; row < sampled; row += 1) own[topics[row] as number]?.push(nearness[row] as number);
  return Float32Array.from(own, (all) => all.sort((a, b) => b - a)[Math.floor((all.length - 1) * nearEnough)] ?? 1);
}

/** Lets the texts behind the sample join the topic that they are nearest to, where that is near enough. */
function join(
  texts: readonly PlacedText[],
  from: number,
  { space, middles, least }: { space: PostSpace; middles: Float32Array; least: Float32Array },
  { topics, nearness }: Pick<Gathered, 'topics' | 'nearness'>,
): void {
  const { dimensions } = space;
  const row = new Float32Array(dimensions);
  for (let place = from; place < texts.length; place += 1) {
    if (!space.place(texts[place] as PlacedText, row)) continue;
    let best = -1;
    let bestNear = 0;
    for (let topic = 0; topic < least.length; topic += 1) {
      const near = nearnessOf(row, 0, middles, topic * dimensions, dimensions);
      if (near > bestNear) [best, bestNear] = [topic, near];
    }
    if (best < 0 || bestNear < (least[best] as number)) continue;
    topics[place] = best;
    nearness[place] = bestNear;
  }
}
