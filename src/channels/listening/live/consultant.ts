import type { Analysis } from '../analysis/analyzer.js';
import type { ConsultedPost } from '../analysis/language-model/language-model-analyzer.js';

/**
 * An analyzer that is asked and answers later, such as `languageModelAnalyzer()`. It sees to the networks' terms itself: what
 * it shows to others needs `pass-on`.
 */
export interface Consultant {
  /** Stands beside its signals. */
  id: string;
  version: string;
  /**
   * An answer for each post, in their order. `by: 'fallback'` is no answer: the offline analyzers have said that already.
   *
   * @throws where it can not be asked now; the posts wait
   */
  analyze(
    posts: readonly ConsultedPost[],
    options?: { signal?: AbortSignal },
  ): Promise<readonly (Analysis & { by?: 'model' | 'fallback' })[]>;
}
