import { z } from 'zod';
import { KenningError } from '../../../../core/errors.js';
import type { Instant } from '../../../../core/model/instant.js';
import type { Terms } from '../../../../core/model/terms.js';
import { type Datum, permits } from '../../../../core/privacy/permits.js';
import type { Analysis, Analyzer } from '../analyzer.js';
import { type AskedLabel, askModel, type LanguageModel, type ModelAnswer } from './ask-model.js';
import { disguise } from './disguise.js';

/** A post that may be shown to a language model, if its network's terms allow it. */
export interface ConsultedPost {
  text: string;
  /** The terms of its network; without them nothing but our own data is sent. */
  terms: Terms | undefined;
  data: Datum;
  /** Names of people in it, such as its author's, that are replaced before it is sent. */
  names?: readonly string[];
}

/** What a post says, and who says so. */
export interface ConsultedAnalysis extends Analysis {
  by: 'model' | 'fallback';
  /** Why the model was not asked, or not heard. */
  reason?: string;
}

export interface LanguageModelAnalyzerOptions {
  model: LanguageModel;
  labels: readonly AskedLabel[];
  /** Tells the language of every post, and all of those that the model does not answer for. */
  fallback: Analyzer;
  /** The most calls that this analyzer ever makes; the rest is left to `fallback`. */
  mostCalls: number;
  /** How many calls run at a time; defaults to 4. */
  atOnce?: number;
  now: () => Instant;
}

/** Asks a language model what posts say. */
export interface LanguageModelAnalyzer {
  id: string;
  version: string;
  analyze(posts: readonly ConsultedPost[], options?: { signal?: AbortSignal }): Promise<ConsultedAnalysis[]>;
  /** How many calls were made. */
  calls(): number;
}

const optionsShape = z.strictObject({
  model: z.custom<LanguageModel>((value) => typeof value === 'object' && value !== null),
  labels: z
    .array(z.strictObject({ name: z.string().min(1).max(100), means: z.string().min(1).max(500) }))
    .min(1)
    .max(50),
  fallback: z.custom<Analyzer>((value) => typeof value === 'object' && value !== null),
  mostCalls: z.int().min(0),
  atOnce: z.int().min(1).max(64).default(4),
  now: z.custom<() => Instant>((value) => typeof value === 'function'),
});

const mostCached = 10_000;

/**
 * Labels posts by any language model of the AI SDK. Nothing is sent unless the network's terms allow to pass its content on,
 * and then without names, handles, addresses, numbers and links. Each call shows the model one post, so that what a post
 * says can change no other's label; equal posts are asked once. What the model answers is checked; what is no answer,
 * fails, or is over the limit is left to `fallback`.
 *
 * @example
 * const { analyze } = languageModelAnalyzer({ model: openai('…'), labels, fallback: analyzer(), mostCalls: 1000, now })
 */
export function languageModelAnalyzer(options: LanguageModelAnalyzerOptions): LanguageModelAnalyzer {
  const checked = optionsShape.safeParse(options);
  if (!checked.success) throw new KenningError('invalid', `languageModelAnalyzer: ${z.prettifyError(checked.error)}`);
  const { model, labels, fallback, mostCalls, atOnce, now } = checked.data;
  const answers = new Map<string, Promise<ModelAnswer | undefined>>();
  let calls = 0;
  const answerTo = (text: string, signal: AbortSignal | undefined): Promise<ModelAnswer | undefined> | undefined => {
    const before = answers.get(text);
    if (before) return before;
    if (calls >= mostCalls) return undefined;
    calls += 1;
    const answer = askModel(model, labels, text, signal);
    answers.set(text, answer);
    // A failure is asked again the next time, and the oldest answers make room.
    answer.catch(() => answers.delete(text));
    if (answers.size > mostCached) answers.delete(answers.keys().next().value ?? '');
    return answer;
  };
  const consult = async (post: ConsultedPost, signal: AbortSignal | undefined): Promise<ConsultedAnalysis> => {
    const own = fallback.analyze(post.text);
    const instead = (reason: string): ConsultedAnalysis => ({ ...own, by: 'fallback', reason });
    const word = permits(post.terms, 'pass-on', post.data, now());
    if (!word.permitted) return instead(`The term ${word.term} forbids it: ${word.reason}`);
    const asked = answerTo(disguise(post.text, post.names), signal);
    if (!asked) return instead(`The limit of ${mostCalls} calls is reached.`);
    try {
      const answer = await asked;
      if (!answer) return instead('The answer is none of those that were asked for.');
      const { score: _, ...rest } = own;
      return { ...rest, ...answer, by: 'model' };
    } catch {
      signal?.throwIfAborted();
      return instead('The model failed.');
    }
  };
  return {
    id: `language-model/${model.modelId}`,
    version: '1',
    calls: () => calls,
    async analyze(posts, { signal } = {}) {
      const results: ConsultedAnalysis[] = [];
      let next = 0;
      const work = async (): Promise<void> => {
        for (let at = next++; at < posts.length; at = next++) {
          signal?.throwIfAborted();
          results[at] = await consult(posts[at] as ConsultedPost, signal);
        }
      };
      await Promise.all(Array.from({ length: Math.min(atOnce, posts.length) }, work));
      return results;
    },
  };
}
