import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { englishVectors } from '../../src/channels/listening/english/index.js';
import { topics } from '../../src/channels/listening/index.js';
import { type Bench, type Figure, rounded, timed } from '../figure.js';
import { sharedFile } from '../shared-files.js';
import { plainClusters } from './k-means.js';
import { adjustedMutualInformation } from './mutual-information.js';

const seeds = [1, 2, 3];

/**
 * Topics of banking77 as one week, by adjusted mutual information with its labels, beside the mean of k-means on TF-IDF with
 * 77 clusters; and how fast many posts are told apart.
 */
export const topicsBench: Bench = async ({ quick }) => [...(await intents(quick)), ...(await speed(quick))];

async function intents(quick: boolean): Promise<Figure[]> {
  const path = sharedFile('text/banking77-train.csv');
  if (!path) {
    console.warn('skipped: banking77-train.csv is not here');
    return [];
  }
  const all: { text: string; label: string }[] = parse(readFileSync(path), { columns: true, bom: true });
  const rows = quick ? all.filter((_, at) => at % 10 === 0) : all;
  const labels = rows.map(({ label }) => label);
  const texts = rows.map(({ text }) => text);
  const plain = seeds.map((seed) =>
    adjustedMutualInformation(labels, plainClusters(texts, new Set(labels).size, seed)),
  );
  const peer = plain.reduce((sum, value) => sum + value, 0) / plain.length;
  const { result, processor } = await timed(() => topicOf(texts));
  const own = adjustedMutualInformation(labels, result.found);
  return [
    { what: 'banking77: k-means on TF-IDF, mean of 3 seeds', value: rounded(peer, 3), unit: 'AMI' },
    { what: `banking77: ours, ${result.count} topics`, value: rounded(own, 3), unit: 'AMI' },
    { what: 'banking77: ours to k-means', value: rounded(own / peer, 2), unit: '×', aim: { atLeast: 1.2 } },
    { what: 'banking77: ours', value: rounded(rows.length / processor), unit: 'posts/s of processor' },
  ];
}

function topicOf(texts: readonly string[]): { found: number[]; count: number } {
  const told = topics(
    texts.map((text, at) => ({ id: String(at), text })),
    { meanings: { en: englishVectors() } },
  );
  const found = texts.map(() => -1);
  for (const [topic, { ids }] of told.topics.entries()) for (const id of ids) found[Number(id)] = topic;
  return { found, count: told.topics.length };
}

async function speed(quick: boolean): Promise<Figure[]> {
  const path = sharedFile('text/sentiment-tweets-train.csv');
  if (!path) return [];
  const rows: { text: string }[] = parse(readFileSync(path), { columns: true, bom: true });
  const many = quick ? rows.slice(0, 2000) : rows;
  const { processor } = await timed(() => topicOf(many.map(({ text }) => text)));
  return [{ what: `${many.length} tweets`, value: rounded(many.length / processor), unit: 'posts/s of processor' }];
}
