import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { analyzer } from '../../src/channels/listening/analysis/analyzer.js';
import { targetMarker } from '../../src/channels/listening/analysis/intent/target-marker.js';
import type { LanguageDetector } from '../../src/channels/listening/analysis/language/language-detector.js';
import { english, englishVectors } from '../../src/channels/listening/english/index.js';
import { classifier, eldDetector, smallDetector, trainClassifier } from '../../src/channels/listening/index.js';
import { type Bench, type Figure, rounded, timed } from '../figure.js';
import { sharedFile } from '../shared-files.js';
import { eldIfThere, type Folds, type Told, toldPlainly, vaderIfThere } from './analysis-peers.js';
import { randomOf } from './made-up-posts.js';

interface Row {
  text: string;
  label: string;
  language?: string;
}

const vectors = englishVectors();

/**
 * Language, sentiment and intent on the shared texts, each on texts that were not learned from, with peers beside them:
 * VADER, and TF-IDF with a linear classifier where `KENNING_PYTHON` names a Python with scikit-learn.
 */
export const analysisBench: Bench = async ({ quick }) => [
  ...(await speed()),
  ...intents(),
  ...(await language()),
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

async function speed(): Promise<Figure[]> {
  const rows = rowsOf('sentiment-tweets-train.csv').slice(0, 20_000);
  if (rows.length === 0) return [];
  const { intent, ...withoutIntent } = english();
  const unit = 'posts/s of processor';
  const perSecond = (work: (text: string) => unknown): number => {
    const began = process.cpuUsage();
    for (const { text } of rows) work(text);
    const { user, system } = process.cpuUsage(began);
    return rounded(rows.length / ((user + system) / 1e6));
  };
  const all = analyzer({ languages: [english()], targets: ['Acme'] });
  const fewer = analyzer({ languages: [withoutIntent] });
  const vader = await vaderIfThere();
  return [
    { what: 'language, sentiment and intent', value: perSecond(all.analyze), unit, aim: { atLeast: 10_000 } },
    { what: 'language and sentiment', value: perSecond(fewer.analyze), unit },
    ...(vader ? [{ what: 'VADER, sentiment alone', value: perSecond(vader), unit }] : []),
  ];
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

async function language(): Promise<Figure[]> {
  const rows = rowsOf('multilingual-sentiment-val.csv').filter(({ language: name = '' }) => name in codes);
  if (rows.length === 0) return [];
  const right = ({ detect }: LanguageDetector): number =>
    rounded(rows.filter(({ text, language: name = '' }) => detect(text) === codes[name]).length / rows.length, 4);
  const eld = await eldIfThere();
  return [
    { what: 'language without eld, right', value: right(smallDetector()), unit: '' },
    ...(eld
      ? [{ what: 'language with eld, right', value: right(eldDetector(eld)), unit: '', aim: { atLeast: 0.978 } }]
      : []),
  ];
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
  const { quick, folds, balance = 0.5, most = 200_000 } = how;
  const runs = quick ? 1 : (how.runs ?? folds);
  const found: Told[] = [];
  let seconds = 0;
  for (let fold = 0; fold < runs; fold += 1) {
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
    ...(await besidePeers(file, rows, measure, { folds, runs })),
  ];
}

/** What peers reach on the texts that were kept back. */
async function besidePeers(
  file: string,
  rows: readonly Row[],
  measure: string,
  { folds, runs }: Folds,
): Promise<Figure[]> {
  const vader = file.startsWith('sentiment') ? await vaderIfThere() : undefined;
  const kept = rows.filter((_, at) => at % folds < runs);
  const told: readonly (readonly [peer: string, found: readonly Told[] | undefined])[] = [
    ['TF-IDF and a linear classifier', toldPlainly(rows, { folds, runs }, measure !== 'accuracy')],
    ['VADER', vader && kept.map(({ text, label }) => [label, vader(text)] as const)],
  ];
  return told.flatMap(([peer, found]) =>
    found ? [{ what: `${file}: ${measure} of ${peer}`, value: rounded(measured(found, measure), 4), unit: '' }] : [],
  );
}

function measured(found: readonly Told[], measure: string): number {
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
