import { z } from 'zod';
import type { Analyzer } from '../analysis/analyzer.js';

/** What is looked for in everything that comes in. */
export interface ListenOptions {
  /** Saved searches, by names of the app's own. Each match is a signal of the type `query`. */
  queries?: Readonly<Record<string, string>>;
  /** Tell what texts say. Of several that tell a sentiment, saved searches see the first one's. */
  analyzers?: readonly Analyzer[];
}

/** What stands as the analyzer beside a match of a saved search. */
export function queryAnalyzer(name: string): string {
  return `query ${name}`;
}

/** What no control character and no half of a pair stands in, so that every store can keep it. */
export const keepable = /^[^\p{Cc}\p{Cs}]*$/u;

const name = z.string().min(1).max(100).regex(keepable, 'it holds control characters');

const analyzer = z
  .custom<Analyzer>((value) => typeof (value as Analyzer | undefined)?.analyze === 'function', 'give an analyzer')
  .refine(({ id, version }) => name.safeParse(id).success && name.safeParse(version).success, 'it needs id and version')
  .refine(({ id }) => id !== 'network' && !id.startsWith(queryAnalyzer('')), 'its id is one of our own');

export const listenOptions = z.strictObject({
  queries: z.record(name, z.string()).optional(),
  analyzers: z
    .array(analyzer)
    .max(20)
    .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'two analyzers have the same id')
    .optional(),
});
