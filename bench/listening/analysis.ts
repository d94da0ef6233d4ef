import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { analyzer } from '../../src/channels/listening/analysis/analyzer.js';
import { targetMarker } from '../../src/channels/listening/analysis/intent/target-marker.js';
import { english, englishVectors } from '../../src/channels/listening/english/index.js';
import { classifier, smallDetector, trainClassifier } from '../../src/channels/listening/index.js';
import { type Bench, type Figure, rounded, timed } from '../figure.js';
import { sharedFile } from '../shared-files.js';
import { randomOf } from './made-up-posts.js';

interface Row {
  text: string;
  label: string;
  language?: string;
}

const vectors = englishVectors();

/** Language, sentiment and intent on the shared texts, each on texts that were not learned from. */
export const analysisBench: Bench = async ({ quick }) => [
  ...speed(),
  ...intents(),
  ...language(),
  ...(await crossed('sentiment-tweets-train.csv', 'average recall', 0.69, {
    quick,
    folds: 10,
    runs: 1,
    balance: 1,
    most: 70_000,
  })),
  ...(await crossed('banking77-train.csv', 'accuracy', 0.915, { quick, folds: 5 })),
  ...(await crossed('clinc150-train.csv', 'accuracy', 0.955, { quick, folds: 5 })),
  ...(await crossed('complaints-train.csv', 'macro-F1', 0.83, { quick, folds: 5 })),
  ...(await outOfScope()),
];

function rowsOf(file: string): Row[] {
  const path = sharedFile(`text/${file}`);
  if (path) return parse(readFileSync(path), { columns: true, bom: true });
  console.warn(`skipped: ${file} is not here`);
  return [];
}

function speed(): Figure[] {
  const rows = rowsOf('sentiment-tweets-train.csv').slice(0, 20_000);
  if (rows.length === 0) return [];
  const { analyze } = analyzer({ languages: [english()], targets: ['Acme'] });
  const began = process.cpuUsage();
  for (const { text } of rows) analyze(text);
  const { user, system } = process.cpuUsage(began);
  const value = rounded(rows.length / ((user + system) / 1e6));
  return [{ what: 'language, sentiment and intent', value, unit: 'posts/s of processor', aim: { atLeast: 10_000 } }];
}

/** On texts about made-up brands, each intent beside those that want nothing. */
function intents(): Figure[] {
  const path = new URL('../../test/fixtures/intents/made-up-brands.csv', import.meta.url);
  const rows: { intent: string; target: string; text: string }[] = parse(readFileSync(path), { columns: true });
  const { intent } = english();
  const told = rows.map(({ target, text }) => intent?.find(targetMarker([target])(text)));
  const names = [...new Set(rows.map((row) => row.intent))].filter((name) => name !== 'none');
  return names.flatMap((name) => {
    const count = (of: string): number => rows.filter((row, at) => row.intent === of && told[at] === name).length;
    const [right, wrong] = [count(name), count('none')];
    const all = rows.filter((row) => row.intent === name).length;
    return [
      { what: `${name}: precision`, value: rounded(right / (right + wrong), 3), unit: '', aim: { atLeast: 0.8 } },
      { what: `${name}: recall`, value: rounded(right / all, 3), unit: '', aim: { atLeast: 0.5 } },
    ];
  });
}

const codes: Readonly<Record<string, string>> = {
  ...{ arabic: 'ar', english: 'en', french: 'fr', german: 'de', italian: 'it', portuguese: 'pt', spanish: 'es' },
};

function language(): Figure[] {
  const rows = rowsOf('multilingual-sentiment-val.csv').filter(({ language: name = '' }) => name in codes);
  if (rows.length === 0) return [];
  const { detect } = smallDetector();
  const right = rows.filter(({ text, language: name = '' }) => detect(text) === codes[name]).length;
  return [{ what: 'language without eld, right', value: rounded(right / rows.length, 4), unit: '' }];
}

interface Crossing {
  quick: boolean;
  folds: number;
  runs?: number;
  balance?: number;
  most?: number;
}

async function crossed(file: string, measure: string, atLeast: number, how: Crossing): Promise<Figure[]> {
  const rows = shuffled(rowsOf(file));
  if (rows.length === 0) return [];
  const { quick, folds, runs = folds, balance = 0.5, most = 200_000 } = how;
  const found: [label: string, told: string][] = [];
  let seconds = 0;
  for (let fold = 0; fold < (quick ? 1 : runs); fold += 1) {
    const learned = rows.filter((_, at) => at % folds !== fold);
    const { result, processor } = await timed(() => trainClassifier(learned, { vectors, balance, mostFeatures: most }));
    seconds = Math.max(seconds, processor);
    const { classify } = classifier(result, { vectors });
    for (const [at, { text, label }] of rows.entries())
      if (at % folds === fold) found.push([label, classify(text).label]);
  }
  return [
    { what: `${file}: ${measure}`, value: rounded(measured(found, measure), 4), unit: '', aim: { atLeast } },
    { what: `${file}: training`, value: rounded(seconds, 1), unit: 's of processor', aim: { atMost: 60 } },
  ];
}

function measured(found: readonly (readonly [string, string])[], measure: string): number {
  const labels = [...new Set(found.map(([label]) => label))];
  const share = (some: number, all: number): number => (all === 0 ? 0 : some / all);
  if (measure === 'accuracy') return share(found.filter(([label, told]) => label === told).length, found.length);
  const values = labels.map((one) => {
    const right = found.filter(([label, told]) => label === one && told === one).length;
    const own = found.filter(([label]) => label === one).length;
    if (measure === 'average recall') return share(right, own);
    return share(2 * right, own + found.filter(([, told]) => told === one).length);
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function outOfScope(): Promise<Figure[]> {
  const all = shuffled(rowsOf('clinc150-train.csv'));
  if (all.length === 0) return [];
  const rows = all.filter(({ label }) => label !== 'oos');
  const { classify } = classifier(
    await trainClassifier(
      rows.filter((_, at) => at % 5 !== 0),
      { vectors },
    ),
    { vectors },
  );
  const unknown = (texts: readonly Row[]): number =>
    rounded(texts.filter(({ text }) => classify(text).isUnknown).length / texts.length, 4);
  const what = 'clinc150-train.csv without oos';
  return [
    {
      what: `${what}: oos called unknown`,
      value: unknown(all.filter(({ label }) => label === 'oos')),
      unit: '',
      aim: { atLeast: 0.5 },
    },
    {
      what: `${what}: others called unknown`,
      value: unknown(rows.filter((_, at) => at % 5 === 0)),
      unit: '',
      aim: { atMost: 0.05 },
    },
  ];
}

function shuffled(rows: readonly Row[]): Row[] {
  const random = randomOf(7);
  return rows
    .map((row) => ({ row, place: random() }))
    .sort((left, right) => left.place - right.place)
    .map(({ row }) => row);
}
