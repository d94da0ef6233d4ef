import type { Clock } from '../core/clock.js';
import { instantOf } from '../core/clock.js';
import type { Scope } from '../core/model/scope.js';
import type { Terms } from '../core/model/terms.js';
import { type Datum, permits } from '../core/privacy/permits.js';
import { networkOf } from '../core/privacy/terms-book.js';
import type { SourceName } from './lead.js';
import { openWebTerms } from './services.js';

/** The networks' terms, asked before anything is looked up and before anything is written. */
export interface Gate {
  /** Whether profiles of a network may be looked up to enrich contacts. */
  mayAsk(scope: Scope): boolean;
  /** Whether an account that was named elsewhere may be written. What the row itself names is ours. */
  mayWrite(scope: Scope, source: SourceName): boolean;
  /** What was refused, by network: the term and what it says. */
  refusals: ReadonlyMap<string, string>;
}

export function gate(termsOf: (scope: Scope) => Terms | undefined, clock: Clock): Gate {
  const refusals = new Map<string, string>();
  const may = (network: string, terms: Terms | undefined, data: readonly Datum[]): boolean => {
    for (const datum of data)
      for (const act of ['enrich', 'keep'] as const) {
        const word = permits(terms, act, datum, instantOf(clock));
        if (word.permitted) continue;
        refusals.set(network, `${word.term}: ${word.reason}`);
        return false;
      }
    return true;
  };
  const byApi: Datum[] = [
    { kind: 'others-profiles', origin: 'api' },
    { kind: 'ids', origin: 'api' },
  ];
  return {
    refusals,
    mayAsk(scope) {
      const network = networkOf(scope);
      return may(network, termsOf(scope), byApi);
    },
    mayWrite(scope, source) {
      const network = networkOf(scope);
      // Whoever publishes where their account is says so under no network's terms; one that has a word on it is heard.
      return source === 'row' || may(network, termsOf(scope) ?? openWebTerms, [{ kind: 'ids', origin: 'public-feed' }]);
    },
  };
}
