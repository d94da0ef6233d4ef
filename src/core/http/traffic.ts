import { KenningError } from '../errors.js';
import { wait } from '../wait.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { Lane } from './lane.js';
import { type HeaderReader, type RateLimit, rateLimitsOf } from './rate-limit.js';

export interface PassOptions {
  /** As messages call the system. */
  name: string;
  /** What the server counts by itself: a route. */
  bucket: string;
  now: () => number;
  /** A longer wait is an error instead. */
  maxWaitMs: number;
  signal?: AbortSignal | undefined;
}

export interface LearnOptions {
  bucket: string;
  now: number;
  /** How long a refusal asks to wait. */
  shutMs?: number | undefined;
  /** What headers that only this server has say of limits. */
  own?: readonly RateLimit[] | undefined;
}

/** What the calls of one credential to one host know of each other: what is left of its limits, and whether it answers at all. */
export interface Traffic {
  /**
   * Waits until a request may be sent. `leave` must be called when it has ended.
   *
   * @throws KenningError `rate-limited` or `network`, with the time to wait, when it may not be sent soon enough
   */
  enter(options: PassOptions): Promise<{ leave(): void }>;
  /** Takes over what an answer says of limits, and gives it. */
  learn(headers: HeaderReader, options: LearnOptions): RateLimit[];
  answered(): void;
  failed(now: number): void;
}

const mostLanes = 1000;
const mostCredentials = 10_000;

/** The traffic of one credential that nobody else knows of. */
export function traffic(): Traffic {
  const breaker = new CircuitBreaker({ failures: 5, openMs: 15_000 });
  const lanes = new Map<string, Lane>();
  const everywhere = new Lane();
  const laneOf = (bucket: string) => remembered(lanes, bucket, mostLanes, () => new Lane());

  return {
    async enter({ name, bucket, now, maxWaitMs, signal }) {
      const lane = laneOf(bucket);
      for (;;) {
        const until = Math.max(lane.opensAt(now()), everywhere.opensAt(now()));
        if (until > now()) await opening(until, { name, bucket, now, maxWaitMs, signal });
        lane.pass(until);
        everywhere.pass(until);
        if (lane.take(now())) break;
        await lane.nextEnd(signal);
      }
      const heldMs = breaker.wait(now());
      if (heldMs > 0) {
        lane.leave();
        throw new KenningError(
          'network',
          `${name} failed again and again, so nothing was sent. It is tried again in ${Math.ceil(heldMs / 1000)} s.`,
          { retryAfterMs: heldMs },
        );
      }
      return { leave: () => lane.leave() };
    },
    learn(headers, { bucket, now, shutMs, own = [] }) {
      const lane = laneOf(bucket);
      const limits = [...own, ...rateLimitsOf(headers, now)];
      lane.learn(limits);
      if (shutMs) (headers.get('x-ratelimit-global') === 'true' ? everywhere : lane).shut(now + shutMs);
      return limits;
    },
    answered: () => breaker.answered(),
    failed: (now) => breaker.failed(now),
  };
}

/** Waits until a time at which something may be sent. */
async function opening(until: number, { name, now, maxWaitMs, signal }: PassOptions): Promise<void> {
  const waitMs = until - now();
  if (waitMs > maxWaitMs)
    throw new KenningError(
      'rate-limited',
      `${name} takes no more requests for now, so none was sent. Wait ${Math.ceil(waitMs / 1000)} s.`,
      { retryAfterMs: waitMs },
    );
  await wait(waitMs, signal);
}

const shared = new Map<string, Traffic>();

/** The traffic of a credential with a host, which all clients of this process share. */
export function sharedTraffic(host: string, credential: string): Traffic {
  return remembered(shared, `${host}\n${credential}`, mostCredentials, traffic);
}

/** What is kept under a name, made when there is none; the one that was not asked for the longest is forgotten. */
function remembered<Kept>(all: Map<string, Kept>, name: string, most: number, make: () => Kept): Kept {
  const known = all.get(name);
  if (known !== undefined && all.size === 1) return known;
  const kept = known ?? make();
  all.delete(name);
  all.set(name, kept);
  const [oldest] = all.keys();
  if (all.size > most && oldest !== undefined) all.delete(oldest);
  return kept;
}
