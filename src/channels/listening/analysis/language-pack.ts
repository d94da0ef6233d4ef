import type { Classifier } from './classifier/classifier.js';
import type { IntentFinder } from './intent/intent-finder.js';

/** The models of one language. Replace any of them by one of your own training. */
export interface LanguagePack {
  /** A BCP 47 primary subtag such as `en`. */
  language: string;
  /** Its labels are `negative`, `neutral` and `positive`. */
  sentiment?: Classifier;
  /** What a post wants of the brand that it is about. */
  intent?: IntentFinder;
}
