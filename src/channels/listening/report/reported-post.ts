import type { Instant } from '../../../core/model/instant.js';
import type { Sentiment } from '../analysis/analyzer.js';

/** A post with what analysis found in it. */
export interface ReportedPost {
  at: Instant;
  text: string;
  sentiment: Sentiment | 'unsupported';
  /** A label of a model of your own, where there is one. */
  intent?: string;
}
