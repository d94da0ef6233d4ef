import type { Clock } from '../../core/clock.js';
import type { Fetch } from '../../core/http/bounded-fetch.js';
import type { AnswerFormat } from '../http/answer-format.js';
import { type Answer, type FaultyFetch, faultyFetch } from '../http/faulty-fetch.js';

/** What a suite gives to what it tries. */
export interface SuiteWorld {
  /** Where the time is read. It may be wrong. */
  clock: Clock;
  /** To be used as the credential: a token, a password. It must show up nowhere. */
  secret: string;
  /** To be used as the time limit of one request. */
  timeoutMs: number;
  /**
   * Makes the `fetch` by which a server is asked, on whose way things go wrong. What asks nothing by HTTP leaves it, and
   * those rules are listed as absent.
   *
   * @param format how the server writes its answers, so that single records in them can go wrong. Defaults to JSON
   */
  served(server: Answer, format?: AnswerFormat): Fetch;
}

/** The suite's own hands on its world. */
export interface SuiteHands {
  world: SuiteWorld;
  /** The way to the server; undefined when none is asked. */
  way(): FaultyFetch | undefined;
  /** Puts our clock wrong by so many milliseconds. */
  skew(milliseconds: number): void;
}

export function suiteHands(): SuiteHands {
  let wrongBy = 0;
  let way: FaultyFetch | undefined;
  return {
    world: {
      clock: { now: () => Date.now() + wrongBy },
      // Clients of one credential may share what they know of its limits.
      secret: `canary-${crypto.randomUUID()}`,
      timeoutMs: 300,
      served(server, format) {
        way = faultyFetch(server, format);
        return way.fetch;
      },
    },
    way: () => way,
    skew(milliseconds) {
      wrongBy = milliseconds;
    },
  };
}
