import type { Context } from '../context.js';
import type { Ingest } from '../ingest/ingest.js';
import type { InteractionRef } from '../model/interaction.js';
import type { Observed } from '../model/observed.js';
import type { CallOptions } from '../page.js';
import type { Recognizer, Registrar } from '../ports.js';
import type { Store } from '../store/store.js';
import type { TermsOf } from './terms-book.js';

/** What a network says of an interaction that is looked up again. */
export interface LookedUp {
  of: InteractionRef;
  state: 'standing' | 'removed' | 'hidden' | 'unknown';
  /** With `standing`: its present wording and counts. */
  observed?: Observed;
}

export type LookUp = (refs: InteractionRef[], options?: CallOptions) => Promise<LookedUp[]>;

export interface SweepOptions {
  store: Store;
  context: Context;
  ingest: Ingest;
  recognizer: Recognizer;
  registrar: Registrar;
  terms: TermsOf;
  /** The networks to see to, by their ids, each with the verb that looks interactions up, if it has one. */
  networks: Readonly<Record<string, LookUp | undefined>>;
  /**
   * `due`: looks up what terms ask for by now. `now`: looks up all that a network can look up, the longest unchecked first.
   * Defaults to `due`.
   */
  recheck?: 'due' | 'now';
  /** Nothing is begun after this many milliseconds. Defaults to 30,000. */
  budgetMs?: number;
  signal?: AbortSignal;
}

/** What a sweep has done. */
export interface SweepReport {
  /** Looked up and standing still. */
  checked: number;
  removed: number;
  hidden: number;
  restored: number;
  /** Whose words are gone by a term. */
  forgotten: number;
  /** Of which nothing is left by a term, and removals whose original never came. */
  vanished: number;
  /** Profiles that lost what they said, and those of which nothing but the id is left. */
  profiles: number;
  records: number;
  /** Payloads past their time. */
  raw: number;
  /** Whether it came to the end; if not, the next call goes on. */
  finished: boolean;
  problems: { network: string; problem: string }[];
}

/** A sweep in progress. */
export interface Sweep extends SweepOptions {
  report: SweepReport;
  now: string;
  /** Whether there is time to begin something more. */
  hasTime(): boolean;
}
