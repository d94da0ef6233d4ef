import { KenningError } from '../../../core/errors.js';
import { fromBase64 } from '../analysis/classifier/base64.js';
import { classifier } from '../analysis/classifier/classifier.js';
import { type WordVectors, wordVectors } from '../analysis/classifier/word-vectors.js';
import { intentFinder } from '../analysis/intent/intent-finder.js';
import type { LanguagePack } from '../analysis/language-pack.js';
import intents from './intents.json' with { type: 'json' };
import sentiment from './sentiment.json' with { type: 'json' };
import table from './vectors.json' with { type: 'json' };

let vectors: WordVectors | undefined;

/**
 * What English words mean, distilled from a small open transformer, and how pleasant they are. Training with them helps
 * where examples are few.
 */
export function englishVectors(): WordVectors {
  if (vectors) return vectors;
  const values = fromBase64(table.values);
  if (!values) throw new KenningError('unexpected', 'The English word vectors are damaged. Install the package again.');
  const { id, dimensions } = table;
  vectors = wordVectors({ id, dimensions, pieces: table.pieces.split('\n'), values: new Int8Array(values.buffer) });
  return vectors;
}

/**
 * How likely an intent must be to be told. What went wrong without anyone's fault looks much like a complaint, so that a
 * complaint must be likelier.
 */
const floors = { else: 0.45, complaint: 0.65 };

/**
 * The built-in English models, for `analyzer({ languages: [english()] })`. Their cards say what they were trained on.
 *
 * @example
 * import { english } from 'kenning/listening/english';
 */
export function english(): LanguagePack {
  const vectors = englishVectors();
  return {
    language: 'en',
    sentiment: classifier(sentiment, { vectors }),
    intent: intentFinder(classifier(intents, { vectors }), floors),
  };
}
