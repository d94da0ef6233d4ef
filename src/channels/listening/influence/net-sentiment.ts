/** How many posts sound how. */
export interface SentimentTotals {
  positive: number;
  neutral: number;
  negative: number;
}

/** Net sentiment by both of its published definitions, each from -100 to 100; they can not be compared. */
export interface NetSentiment {
  /** (positive - negative) / (positive + negative) × 100, as YouScan has it; `unknown` when no post takes a side. */
  netSentimentRate: number | 'unknown';
  /** Percent positive less percent negative of all posts, as EmbedSocial has it; `unknown` without posts. */
  netSentimentScore: number | 'unknown';
}

/**
 * Net sentiment. Posts in a language without a measured model are no part of the totals.
 *
 * @example
 * netSentiment({ positive: 3, neutral: 6, negative: 1 }); // { netSentimentRate: 50, netSentimentScore: 20 }
 */
export function netSentiment({ positive, neutral, negative }: SentimentTotals): NetSentiment {
  const sided = positive + negative;
  const all = sided + neutral;
  return {
    netSentimentRate: sided === 0 ? 'unknown' : ((positive - negative) / sided) * 100,
    netSentimentScore: all === 0 ? 'unknown' : ((positive - negative) / all) * 100,
  };
}
