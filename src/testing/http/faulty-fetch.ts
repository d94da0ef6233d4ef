import type { Fetch } from '../../core/http/bounded-fetch.js';
import { type AnswerFormat, json } from './answer-format.js';

/** A server in a function. */
export type Answer = (request: Request) => Response | Promise<Response>;

/** What goes wrong with a request: it may ask the server, and answers or throws in its own way. */
export type Fault = (request: Request, server: Answer) => Response | Promise<Response>;

/** A `fetch` to one server, on whose way things go wrong when a test says so. */
export interface FaultyFetch {
  fetch: Fetch;
  /** How the server writes its answers. */
  readonly format: AnswerFormat;
  /** What was asked so far, with bodies unread. */
  readonly calls: readonly Request[];
  /** From now on requests go wrong: as often as said, or until `heal`. */
  break(fault: Fault, times?: number): void;
  heal(): void;
}

/**
 * Makes the way to a server on which faults happen on demand.
 *
 * @param format how the server writes its answers. Defaults to JSON
 * @example
 * const way = faultyFetch((request) => network.answer(request));
 * way.break(faults.tooMany['in seconds'], 1);
 */
export function faultyFetch(server: Answer, format: AnswerFormat = json): FaultyFetch {
  const calls: Request[] = [];
  let fault: Fault | undefined;
  let left = 0;
  return {
    calls,
    format,
    async fetch(input, init) {
      const request = new Request(input, init);
      calls.push(request.clone());
      request.signal.throwIfAborted();
      if (!fault || left <= 0) return server(request);
      left -= 1;
      return fault(request, server);
    },
    break(next, times = Number.POSITIVE_INFINITY) {
      fault = next;
      left = times;
    },
    heal() {
      fault = undefined;
    },
  };
}
