import type { Sentiment } from '../analysis/analyzer.js';

/** How posts sound. */
export interface SentimentCounts {
  all: number;
  positive: number;
  neutral: number;
  negative: number;
  /** In languages without a measured model. */
  unsupported: number;
  add(sentiment: Sentiment | 'unsupported'): void;
}

export function sentimentCounts(): SentimentCounts {
  return {
    all: 0,
    positive: 0,
    neutral: 0,
    negative: 0,
    unsupported: 0,
    add(sentiment) {
      this.all += 1;
      this[sentiment] += 1;
    },
  };
}
