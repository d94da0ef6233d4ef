import { execFileSync } from 'node:child_process';
import type { Eld } from '../../src/channels/listening/index.js';

/** The label that a text has, and what it was taken for. */
export type Told = readonly [label: string, told: string];

interface Labelled {
  text: string;
  label: string;
}

interface Vader {
  SentimentIntensityAnalyzer: { polarity_scores(text: string): { compound: number } };
}

const python = process.env.KENNING_PYTHON;

/** The package `eld` with all it knows; `undefined` where it is not installed. */
export async function eldIfThere(): Promise<Eld | undefined> {
  const found = await ifThere<{ eld: Eld }>('eld', () => import.meta.resolve('eld/large'));
  return found?.eld;
}

/** Sentiment by the package `vader-sentiment`, with the thresholds of its authors; `undefined` where it is not installed. */
export async function vaderIfThere(): Promise<((text: string) => string) | undefined> {
  const found = await ifThere<{ default: Vader }>('vader-sentiment', () => import.meta.resolve('vader-sentiment'));
  if (!found) return undefined;
  const { SentimentIntensityAnalyzer: vader } = found.default;
  return (text) => {
    const { compound } = vader.polarity_scores(text);
    return compound >= 0.05 ? 'positive' : compound <= -0.05 ? 'negative' : 'neutral';
  };
}

async function ifThere<Module>(name: string, address: () => string): Promise<Module | undefined> {
  try {
    return await import(address());
  } catch (error) {
    console.warn(`skipped: ${name}, for ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

const plain = `
import json, sys
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC
asked = json.load(sys.stdin)
told = []
for fold in range(asked["runs"]):
    learned = [row for at, row in enumerate(asked["rows"]) if at % asked["folds"] != fold]
    others = [row for at, row in enumerate(asked["rows"]) if at % asked["folds"] == fold]
    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        ),
        LinearSVC(C=asked["cost"], class_weight=asked["weight"]),
    )
    model.fit([row["text"] for row in learned], [row["label"] for row in learned])
    found = model.predict([row["text"] for row in others])
    told += [[row["label"], label] for row, label in zip(others, found)]
json.dump(told, sys.stdout)
`;

/** What is crossed: fold after fold is kept back, of the first `runs`. */
export interface Folds {
  folds: number;
  runs: number;
}

/** TF-IDF of words and letters with a linear classifier, by the scikit-learn of `KENNING_PYTHON`; `undefined` without it. */
export function toldPlainly(rows: readonly Labelled[], how: Folds, isBalanced: boolean): Told[] | undefined {
  const weighing = isBalanced ? { cost: 0.1, weight: 'balanced' } : { cost: 1, weight: null };
  const input = JSON.stringify({ ...how, ...weighing, rows: rows.map(({ text, label }) => ({ text, label })) });
  try {
    if (python === undefined) throw new Error('There is no Python.');
    return JSON.parse(execFileSync(python, ['-c', plain], { input, encoding: 'utf8', maxBuffer: 2 ** 28 }));
  } catch {
    console.warn('skipped: TF-IDF with a linear classifier, for KENNING_PYTHON names no Python with scikit-learn');
    return undefined;
  }
}
