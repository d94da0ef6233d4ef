import type { Instant } from '../../../core/model/instant.js';
import type { Sentiment } from '../analysis/analyzer.js';

/** A post with what analysis found in it. */
export interface ReportedPost {
  at: Instant;
  text: string;
  /** A BCP 47 primary subtag, or `und`. */
  language: string;
  sentiment: Sentiment | 'unsupported';
  /** Absent in languages without a measured model. */
  intent?: string;
  /** What a model of your own calls it, where there is one. */
  label?: string;
}
