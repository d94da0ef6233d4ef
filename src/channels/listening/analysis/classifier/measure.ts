import { highest, scoresOf } from './scores.js';
import type { LabelledText, Separation } from './separation.js';

/** How often a classifier is right on texts that it did not learn from. */
export interface ClassifierFigures {
  accuracy: number;
  /** The mean over the labels of the share of their texts that is found. */
  averageRecall: number;
}

export function measure({ space, labels, weights }: Separation, texts: readonly LabelledText[]): ClassifierFigures {
  const right = new Map<string, number>();
  const all = new Map<string, number>();
  for (const { text, label } of texts) {
    all.set(label, (all.get(label) ?? 0) + 1);
    if (labels[highest(scoresOf(space.place(text), weights))] === label) right.set(label, (right.get(label) ?? 0) + 1);
  }
  const recalls = [...all].map(([label, count]) => (right.get(label) ?? 0) / count);
  const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);
  return {
    accuracy: rounded(sum(right.values()) / texts.length),
    averageRecall: rounded(sum(recalls) / recalls.length),
  };
}

const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;
