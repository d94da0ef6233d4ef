/** What analysis found in a post. */
export interface Finding {
  sentiment?: string;
  intents: readonly string[];
}

/** How posts sound, and what they ask for. */
export interface Feedback<Id extends string = string> {
  /** `unknown`: nothing was found, as in a language without a measured model. */
  sentiment: Record<'positive' | 'neutral' | 'negative' | 'unknown', number>;
  /** Posts that complain: what is broken. */
  defects: Id[];
  /** Posts that ask for something: what is missed. */
  wishes: Id[];
}

/** Tells defects from wishes by the intents `complaint` and `feature-request`, and sums up sentiment. */
export function feedbackOf<Id extends string>(
  ids: readonly Id[],
  findingOf: (id: Id) => Finding | undefined,
): Feedback<Id> {
  const sentiment = { positive: 0, neutral: 0, negative: 0, unknown: 0 };
  const intending = (intent: string) => ids.filter((id) => findingOf(id)?.intents.includes(intent));
  for (const id of ids) {
    const found = findingOf(id)?.sentiment;
    sentiment[found === 'positive' || found === 'neutral' || found === 'negative' ? found : 'unknown'] += 1;
  }
  return { sentiment, defects: intending('complaint'), wishes: intending('feature-request') };
}
