import type { Context } from '../../core/context.js';
import type { KenningError } from '../../core/errors.js';
import type { Store } from '../../core/store/store.js';
import { wait as systemWait, type Wait } from '../../core/wait.js';
import type { Backoff } from './backoff.js';
import type { Duty } from './duty.js';
import { Service, type ServiceOptions } from './service.js';
import { type TickOptions, type TickReport, tick } from './tick.js';

export interface RunnerOptions {
  store: Store;
  context: Context;
  /** What is to be done; each duty is done by one process at a time. */
  duties: Duty[];
  /** Told of every failure; the others go on. */
  onError: (error: KenningError, from: { duty: string; task: string }) => void;
  /** How long a duty stays with a process that was killed, in milliseconds. Defaults to 30,000. */
  leaseMs?: number;
  /** Waits after failures. Defaults to 5 s, doubling to 1 h. */
  backoff?: Backoff;
  wait?: Wait;
  /** Gives numbers from 0 to 1. */
  random?: () => number;
}

/** Does what is due, for as long as a server runs or once for a moment. */
export interface Runner {
  /** Begins to do all duties that no other process does, until `stop`. Calling it again does nothing. */
  start(): void;
  /**
   * Ends what `start` began: every task finishes the page it has in hand, and nothing is lost.
   *
   * @param options.graceMs after so many milliseconds requests that hang are aborted, and after as many again it returns
   * whatever still hangs; defaults to 10,000
   */
  stop(options?: { graceMs?: number }): Promise<void>;
  /** Does once what is due, for cron and serverless. Streams are not followed. */
  tick(options?: TickOptions): Promise<TickReport>;
  /** Makes a task run now, if this process does its duty: there is work for it. */
  wake(duty: string, task: string): void;
}

/**
 * Runs duties for servers, and for cron and serverless. What is due when, and what has failed how often, stands in the
 * store, so that all processes agree on it.
 *
 * @example
 * const run = runner({ store, context, duties: [listenTo({ channel: 'brand', … })], onError: console.error });
 * run.start();
 */
export function runner(options: RunnerOptions): Runner {
  const { store, context, duties, leaseMs = 30_000, wait = systemWait, random = Math.random } = options;
  const { backoff = { firstMs: 5000, mostMs: 3_600_000 } } = options;
  const onError: RunnerOptions['onError'] = (error, from) => {
    try {
      options.onError(error, from);
    } catch {
      // It has nobody left to tell, and must not end the others.
    }
  };
  const base: ServiceOptions = { store, context, duties, backoff, leaseMs, random, onError, wait };
  let service: Service | undefined;
  return {
    start() {
      service ??= new Service(base);
    },
    async stop({ graceMs = 10_000 } = {}) {
      const running = service;
      await running?.stop(graceMs);
      if (service === running) service = undefined;
    },
    tick: (tickOptions) => tick(base, tickOptions),
    wake: (duty, task) => service?.wake(duty, task),
  };
}
