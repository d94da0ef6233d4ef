import { z } from 'zod';
import { instantOf } from '../../../core/clock.js';
import type { Context } from '../../../core/context.js';
import { digest } from '../../../core/digest.js';
import { isKenningError, KenningError } from '../../../core/errors.js';
import type { Interaction } from '../../../core/model/interaction.js';
import { type Signal, signal } from '../../../core/model/signal.js';
import type { SourceRecord } from '../../../core/model/source-record.js';
import { queryMatcher } from '../query/match/query-matcher.js';
import { parseQuery } from '../query/parse-query.js';
import { printQuery } from '../query/print-query.js';
import { searchedInteraction } from '../query/searched-interaction.js';
import { keepable, type ListenOptions, queryAnalyzer } from './listen-options.js';
import { signalsOf } from './signals-of.js';

export interface SignalFinder {
  /** All that is found in an interaction's present words. */
  find(interaction: Interaction, author?: SourceRecord): Promise<Signal[]>;
}

export interface SignalFinderOptions extends ListenOptions {
  context: Context;
  /** Told of an analyzer that fails; the others go on. */
  onError: (error: KenningError) => void;
}

const signals = z.array(signal.refine(({ value }) => keepable.test(value), 'a value holds control characters'));

/**
 * Finds signals by analyzers and saved searches.
 *
 * @throws `invalid` for a query that can not be read; says which and where
 */
export function signalFinder(options: SignalFinderOptions): SignalFinder {
  const { queries = {}, analyzers = [], context, onError } = options;
  const matcher = queryMatcher();
  const versions = new Map<string, Promise<string>>();
  for (const [name, query] of Object.entries(queries)) {
    const parsed = parseNamed(name, query);
    matcher.add(name, parsed);
    versions.set(name, digest(printQuery(parsed)));
  }

  async function matchesOf(interaction: Interaction, author: SourceRecord | undefined, found: readonly Signal[]) {
    const post = searchedInteraction(interaction, author, found);
    const at = instantOf(context.clock);
    return Promise.all(
      matcher.match(post).map(async (name): Promise<Signal> => {
        const version = (await versions.get(name)) as string;
        return { interaction: interaction.id, type: 'query', value: name, analyzer: queryAnalyzer(name), version, at };
      }),
    );
  }

  return {
    async find(interaction, author) {
      const { title, text } = interaction.content;
      const words = title === undefined ? text : `${title}\n${text}`;
      const found: Signal[] = [];
      for (const analyzer of words.trim() ? analyzers : [])
        try {
          found.push(
            ...signals.parse(signalsOf(analyzer, analyzer.analyze(words), interaction.id, instantOf(context.clock))),
          );
        } catch (cause) {
          const { id } = analyzer;
          const message = `The analyzer "${id}" failed on the interaction ${interaction.id}, which has no signal of it.`;
          onError(new KenningError('unexpected', message, { cause }));
        }
      return [...found, ...(await matchesOf(interaction, author, found))];
    },
  };
}

function parseNamed(name: string, query: string) {
  try {
    return parseQuery(query);
  } catch (error) {
    if (!isKenningError(error)) throw error;
    throw new KenningError(error.code, `listen, queries, ${name}: ${error.message}`, { cause: error });
  }
}
