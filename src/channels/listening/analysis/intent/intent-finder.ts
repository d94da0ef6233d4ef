import type { Classifier } from '../classifier/classifier.js';
import { withCues } from './intent-cues.js';

/** Tells what a post wants of the brand that it is about. */
export interface IntentFinder {
  /** What it was trained on and how good it is. */
  card: Classifier['card'];
  /** The intent of a text in which `targetMarker` named the target; `unknown` when it has none. */
  find(text: string): string;
}

/** The label of texts that want nothing. */
const nothing = 'none';

/**
 * Intents by a classifier that learned from texts with their cues.
 *
 * @param floors how likely a label must be to be told, beside `else` for those not named
 */
export function intentFinder({ card, classify }: Classifier, floors: Readonly<Record<string, number>>): IntentFinder {
  const cued = withCues();
  const usual = floors.else ?? 0;
  return {
    card,
    find(text) {
      const { label, probability } = classify(cued(text));
      return label === nothing || probability < (floors[label] ?? usual) ? 'unknown' : label;
    },
  };
}
