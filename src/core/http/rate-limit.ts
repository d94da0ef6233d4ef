/** How much a server still takes, as its last answer said. */
export interface RateLimit {
  limit?: number;
  remaining?: number;
  /** When the count starts anew, in milliseconds since 1970. */
  resetAt?: number;
}

/** How long a server asks to wait, in milliseconds from `now`; undefined when it does not say. */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const at = timeOf(headers.get('retry-after'), now) ?? resetOf(headers, now);
  return at === undefined ? undefined : Math.max(0, at - now);
}

/** Reads `RateLimit-*` (Bluesky, GitLab) and `X-RateLimit-*` (GitHub, Mastodon) headers, if there are any. */
export function rateLimitOf(headers: Headers, now: number): RateLimit | undefined {
  const number = (name: string): number | undefined => {
    const text = headers.get(`ratelimit-${name}`) ?? headers.get(`x-ratelimit-${name}`);
    const value = Number(text || Number.NaN);
    return Number.isFinite(value) ? value : undefined;
  };
  const limit = number('limit');
  const remaining = number('remaining');
  const resetAt = resetOf(headers, now);
  if (limit === undefined && remaining === undefined) return undefined;
  return {
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(resetAt !== undefined && { resetAt }),
  };
}

function resetOf(headers: Headers, now: number): number | undefined {
  return timeOf(
    headers.get('ratelimit-reset') ?? headers.get('x-ratelimit-reset') ?? headers.get('x-rate-limit-reset'),
    now,
  );
}

/** Servers write seconds from now, seconds since 1970, an HTTP date or an ISO instant. */
function timeOf(text: string | null, now: number): number | undefined {
  if (!text) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return seconds > 1e9 ? seconds * 1000 : now + seconds * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
