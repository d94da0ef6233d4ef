import { type HeaderReader, headerStyles, type RateLimit } from './rate-limit-headers.js';
import { timeOf } from './time-of.js';

export type { HeaderReader, RateLimit } from './rate-limit-headers.js';

/** Whatever a server asks for, after a day it is asked again. */
const longestWaitMs = 24 * 60 * 60 * 1000;

/**
 * How long a server asks to wait, in milliseconds from `now`, at most a day; undefined when it does not say.
 *
 * @param limits what headers that only this server has say of its limits
 */
export function retryAfterOf(
  headers: HeaderReader,
  now: number,
  limits: readonly RateLimit[] = [],
): number | undefined {
  const server = serverTime(headers, now);
  const until = timeOf(headers.get('retry-after'), server);
  const at = until === undefined ? resetOf([...limits, ...rateLimitsOf(headers, now)]) : until - server + now;
  return at === undefined ? undefined : Math.min(longestWaitMs, Math.max(0, at - now));
}

/** A clock that is off by more is wrong; the `Date` of an answer is exact to a second and may be some seconds old. */
const wrongMs = 60_000;

let lastDate = { text: '', at: Number.NaN };

/** What the server's clock says, where ours is wrong: the times that it names are by its own. */
function serverTime(headers: HeaderReader, now: number): number {
  const date = headers.get('date');
  // What a cache kept is old, and so is its date.
  if (!date || headers.get('age')) return now;
  // It changes once a second, and is read with every answer.
  if (date !== lastDate.text) lastDate = { text: date, at: Date.parse(date) };
  const server = lastDate.at;
  return Math.abs(server - now) > wrongMs ? server : now;
}

/** When the last of the limits that are used up starts anew; where a server does not say which are, the first that says when. */
function resetOf(limits: readonly RateLimit[]): number | undefined {
  const usedUp = limits.filter(({ remaining, resetAt }) => remaining !== undefined && remaining <= 0 && resetAt);
  const resets = (usedUp.length > 0 ? usedUp : limits.slice(0, 1)).flatMap(({ resetAt }) => resetAt ?? []);
  return resets.length > 0 ? Math.max(...resets) : undefined;
}

/** Every limit that an answer tells of, its times by our clock. */
export function rateLimitsOf(headers: HeaderReader, now: number): RateLimit[] {
  const server = serverTime(headers, now);
  const limits: RateLimit[] = [];
  for (const style of headerStyles) limits.push(...style(headers, server));
  if (server === now) return limits;
  return limits.map((limit) => (limit.resetAt ? { ...limit, resetAt: limit.resetAt - server + now } : limit));
}

/** What an answer tells of the limit of which the smallest part is left, if it tells of any. */
export function rateLimitOf(headers: HeaderReader, now: number): RateLimit | undefined {
  return tightest(rateLimitsOf(headers, now));
}

/** The limit of which the smallest part is left. */
export function tightest(limits: readonly RateLimit[]): RateLimit | undefined {
  const part = ({ limit, remaining = Number.POSITIVE_INFINITY }: RateLimit) => remaining / (limit || 1);
  return limits
    .filter(({ limit, remaining }) => limit !== undefined || remaining !== undefined)
    .sort((one, other) => part(one) - part(other))[0];
}
