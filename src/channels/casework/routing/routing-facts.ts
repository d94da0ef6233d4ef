/** What is known of something that was said, as routing rules ask for it. */
export interface RoutingFacts {
  network: string;
  kind: string;
  /** The channels that saw it. */
  channel: readonly string[];
  visibility?: string;
  /** Names of the saved searches that find it. */
  query: readonly string[];
  intent: readonly string[];
  topic: readonly string[];
  sentiment?: string;
  language?: string;
  /** Stars or points of a review, as a share of the best: from 0 to 1. */
  rating?: number;
  /** How many follow its author. */
  followers?: number;
  /** Whether its author is a contact of a CRM. */
  known: boolean;
  standing?: string;
  segment?: string;
  /** What the customer is worth, in the app's own unit. */
  value?: number;
}

export const textFacts = [
  'network',
  'kind',
  'channel',
  'visibility',
  'query',
  'intent',
  'topic',
  'sentiment',
  'language',
  'standing',
  'segment',
] as const satisfies readonly (keyof RoutingFacts)[];
export const numberFacts = ['rating', 'followers', 'value'] as const satisfies readonly (keyof RoutingFacts)[];
