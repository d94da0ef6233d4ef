import { z } from 'zod';
import { KenningError } from '../../../core/errors.js';
import type { Classifier } from './classifier/classifier.js';
import { targetMarker } from './intent/target-marker.js';
import type { LanguageDetector } from './language/language-detector.js';
import { smallDetector } from './language/small-detector.js';
import type { LanguagePack } from './language-pack.js';

export type Sentiment = 'negative' | 'neutral' | 'positive';

/** What a text says, as far as it was measured that this can be told. */
export interface Analysis {
  /** A BCP 47 primary subtag; `und` when the text does not tell. */
  language: string;
  /** `unsupported` in a language without a measured model. */
  sentiment: Sentiment | 'unsupported';
  /** From -1, surely negative, to 1, surely positive; missing where sentiment is unsupported. */
  score?: number;
  /** A label of the intents' model, or `unknown` when the text fits none; missing without a model for its language. */
  intent?: string;
}

/** Tells what texts say. One that asks a service is made of the same shape around it. */
export interface Analyzer {
  /** Stands beside every signal, so that signals can be told apart and computed again. */
  id: string;
  version: string;
  analyze(text: string): Analysis;
}

export interface AnalyzerOptions {
  /** Defaults to the built-in `smallDetector()`. */
  detector?: LanguageDetector;
  /** The models of each language, such as `english()`. */
  languages?: readonly LanguagePack[];
  /** A model of your own training for the intents of all languages, in place of the languages' own. */
  intent?: Classifier;
  /**
   * The names and handles of the brand that posts are about, so that whoever leaves it is told from whoever comes to it.
   * Without them fewer who leave are found.
   */
  targets?: readonly string[];
}

const optionsShape = z.strictObject({
  detector: z.custom<LanguageDetector>((value) => typeof value === 'object').optional(),
  languages: z.array(z.custom<LanguagePack>((value) => typeof value === 'object')).default([]),
  intent: z.custom<Classifier>((value) => typeof value === 'object').optional(),
  targets: z.array(z.string()).default([]),
});

/**
 * Finds the language, the sentiment and the intent of texts, offline. What no model was measured for is called
 * `unsupported` and not guessed.
 *
 * @throws KenningError `invalid` for a sentiment model with other labels than negative, neutral and positive
 * @example
 * const { analyze } = analyzer({ languages: [english()] })
 * analyze('The new saddle is wonderful').sentiment // 'positive'
 */
export function analyzer(options: AnalyzerOptions = {}): Analyzer {
  const { detector = smallDetector(), languages, intent, targets } = optionsShape.parse(options);
  const packs = new Map(languages.map((pack) => [pack.language, checked(pack)]));
  const mark = targetMarker(targets);
  return {
    id: 'kenning',
    version: '2',
    analyze(text) {
      const language = detector.detect(text);
      const pack = packs.get(language);
      return {
        language,
        ...(pack?.sentiment ? sentimentOf(pack.sentiment, text) : { sentiment: 'unsupported' as const }),
        ...(intent ? { intent: intentOf(intent, text) } : pack?.intent && { intent: pack.intent.find(mark(text)) }),
      };
    },
  };
}

const sentiments: readonly Sentiment[] = ['negative', 'neutral', 'positive'];

function checked(pack: LanguagePack): LanguagePack {
  if (pack.sentiment && pack.sentiment.labels.join() !== sentiments.join())
    throw new KenningError(
      'invalid',
      `A sentiment model has the labels negative, neutral and positive; the one for ${pack.language} has others.`,
    );
  return pack;
}

function sentimentOf({ classify }: Classifier, text: string): { sentiment: Sentiment; score: number } {
  const { label, probabilities } = classify(text);
  const [negative = 0, , positive = 0] = probabilities;
  return { sentiment: label as Sentiment, score: positive - negative };
}

function intentOf({ classify }: Classifier, text: string): string {
  const { label, isUnknown } = classify(text);
  return isUnknown ? 'unknown' : label;
}
