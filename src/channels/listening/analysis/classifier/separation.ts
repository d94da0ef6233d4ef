import type { TextSpace } from './text-space.js';
import type { Vocabulary } from './vocabulary.js';

/** A text and what it is. */
export interface LabelledText {
  text: string;
  label: string;
}

/** What a classifier is before it is written down. */
export interface Separation {
  space: TextSpace;
  vocabulary: Vocabulary;
  labels: readonly string[];
  weights: readonly Float32Array[];
}
