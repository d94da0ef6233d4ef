import type { Labels } from './labels.js';
import type { Patterns } from './patterns.js';

/** What a model is learned from: patterns and how often each was seen. */
export interface Sample {
  patterns: Patterns;
  /** Among pairs drawn at random from all, by pattern. */
  random: Float64Array;
  /** Among pairs that share a key. */
  candidates: Float64Array;
  /** For how many pairs that share a key each counted one stands. */
  scale: number;
  /** What people said of pairs. */
  labels?: Labels;
  /** How many rows there are. */
  size: number;
}
