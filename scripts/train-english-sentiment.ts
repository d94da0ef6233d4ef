import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { trainClassifier } from '../src/channels/listening/analysis/classifier/train-classifier.js';
import { readEnglishVectors } from './read-english-vectors.js';

// Writes the built-in English sentiment model: node --import ./bench/typescript.ts scripts/train-english-sentiment.ts TWEETS.csv
const [path = ''] = process.argv.slice(2);
const bytes = readFileSync(path);
const folder = new URL('../src/channels/listening/english/', import.meta.url);
const vectors = readEnglishVectors();
const tweets: { text: string; label: string }[] = parse(bytes, { columns: true, bom: true });
const model = await trainClassifier(
  tweets.map(({ text, label }) => ({ text, label })),
  {
    vectors,
    balance: 1,
    mostFeatures: 70_000,
    data: [
      {
        name: 'SemEval 2013 to 2016, task 4 A: tweets with their sentiment',
        sha256: createHash('sha256').update(bytes).digest('hex'),
        rows: tweets.length,
        source: 'cbaziotis/datastories-semeval2017-task4 (code MIT)',
        licence: 'Texts under the terms of the platform, which forbid to publish them again.',
      },
    ],
  },
);
const terms =
  'The model holds 32-bit hashes of frequent features and 8-bit weights, no text of a post. The terms of the platform forbid to train foundation or frontier models with its content; this linear model is none. Who reads the terms more strictly trains one of their own with `kenning train` and gives it in place of this one.';
writeFileSync(new URL('sentiment.json', folder), `${JSON.stringify({ ...model, card: { ...model.card, terms } })}\n`);
