import { timeOf } from './time-of.js';

/** How much a server still takes, as its last answer said. */
export interface RateLimit {
  /** Which of several limits it is, where a server counts by more than one: `daily`. */
  name?: string;
  limit?: number;
  remaining?: number;
  /** When the count starts anew, in milliseconds since 1970. */
  resetAt?: number;
}

/** Headers by their names in lower case: a `Headers`, or a `Map`, which is faster where many are asked for. */
export interface HeaderReader {
  get(name: string): string | null | undefined;
}

/** Reads one way in which servers tell of their limits. */
type HeaderStyle = (headers: HeaderReader, now: number) => RateLimit[];

/** A limit that is used up and whose reset is not told is tried again after so long. */
const probeMs = 5 * 60_000;

/** The number that a header begins with: `100, 100;window=60` is 100. */
function numberOf(headers: HeaderReader, name: string): number | undefined {
  const text = headers.get(name);
  if (!text) return undefined;
  const value = Number.parseFloat(text);
  return Number.isFinite(value) ? value : undefined;
}

function limitOf(
  now: number,
  { resetAt, forMs, ...told }: { [Key in keyof RateLimit]?: RateLimit[Key] | undefined } & { forMs?: number },
): RateLimit[] {
  const { name, limit, remaining } = told;
  if (limit === undefined && remaining === undefined && resetAt === undefined) return [];
  const again = resetAt ?? (remaining !== undefined && remaining <= 0 ? now + (forMs ?? probeMs) : undefined);
  return [
    {
      ...(name && { name }),
      ...(limit !== undefined && { limit }),
      ...(remaining !== undefined && { remaining }),
      ...(again !== undefined && { resetAt: again }),
    },
  ];
}

const tripleNames = ['ratelimit', 'x-ratelimit', 'x-rate-limit'].map((prefix) => ({
  limit: `${prefix}-limit`,
  remaining: `${prefix}-remaining`,
  resetAfter: `${prefix}-reset-after`,
  reset: `${prefix}-reset`,
}));

/**
 * `RateLimit-Limit`, `X-RateLimit-Limit`, `X-Rate-Limit-Limit` and what belongs to them. The reset is in seconds from now (Reddit,
 * Pipedrive), since 1970 (X, Bluesky, GitHub, Discord) or an instant (Mastodon).
 */
const triples: HeaderStyle = (headers, now) => {
  for (const names of tripleNames) {
    const limit = numberOf(headers, names.limit);
    const remaining = numberOf(headers, names.remaining);
    const after = numberOf(headers, names.resetAfter);
    const resetAt = after === undefined ? timeOf(headers.get(names.reset), now) : now + after * 1000;
    const told = limitOf(now, { limit, remaining, resetAt });
    if (told.length > 0) return told;
  }
  return [];
};

/** `RateLimit: "default";r=50;t=30` (draft-ietf-httpapi-ratelimit-headers, version 8 on). */
const structured: HeaderStyle = (headers, now) => {
  const text = headers.get('ratelimit')?.slice(0, 2000);
  if (!text) return [];
  const policies = text.matchAll(/"([^"]{0,100})"((?:;\s{0,3}\w{1,20}=[^;,]{0,50})+)/g);
  return [...policies].flatMap(([, name, parameters = '']) => {
    const of = (key: string) => new RegExp(`;\\s{0,3}${key}=(\\d{1,12})`).exec(parameters)?.[1];
    const [remaining, seconds] = [of('r'), of('t')];
    if (remaining === undefined) return [];
    const resetAt = seconds === undefined ? undefined : now + Number(seconds) * 1000;
    return limitOf(now, { name, remaining: Number(remaining), resetAt });
  });
};

/** Counts with headers of their own, and how long a count lasts where it starts anew often. */
const named: readonly { name: string; limit?: string; remaining: string; forMs?: number; duration?: string }[] = [
  {
    name: 'burst',
    limit: 'x-hubspot-ratelimit-max',
    remaining: 'x-hubspot-ratelimit-remaining',
    duration: 'x-hubspot-ratelimit-interval-milliseconds',
    forMs: 10_000,
  },
  {
    name: 'secondly',
    limit: 'x-hubspot-ratelimit-secondly',
    remaining: 'x-hubspot-ratelimit-secondly-remaining',
    forMs: 1000,
  },
  { name: 'daily', limit: 'x-hubspot-ratelimit-daily', remaining: 'x-hubspot-ratelimit-daily-remaining' },
  { name: 'daily', limit: 'x-daily-ratelimit-token-limit', remaining: 'x-daily-ratelimit-token-remaining' },
  { name: 'daily', remaining: 'x-daily-requests-left' },
  { name: 'daily', remaining: 'x-api-credits-remaining' },
  { name: 'burst', remaining: 'x-ms-ratelimit-burst-remaining-xrm-requests' },
];

const namedCounts: HeaderStyle = (headers, now) =>
  named.flatMap(({ name, limit, remaining, forMs, duration }) => {
    const left = numberOf(headers, remaining);
    if (left === undefined) return [];
    const lasts = (duration && numberOf(headers, duration)) || forMs;
    return limitOf(now, {
      name,
      limit: limit ? numberOf(headers, limit) : undefined,
      remaining: left,
      ...(lasts !== undefined && { forMs: lasts }),
    });
  });

/** `Sforce-Limit-Info: api-usage=18/100000`, of the last 24 hours. */
const usage: HeaderStyle = (headers, now) => {
  const text = headers.get('sforce-limit-info');
  if (!text) return [];
  const [, used, limit] = /\bapi-usage=(\d{1,12})\/(\d{1,12})/.exec(text) ?? [];
  if (limit === undefined) return [];
  return limitOf(now, { name: 'daily', limit: Number(limit), remaining: Number(limit) - Number(used) });
};

const usages = ['x-app-usage', 'x-page-usage', 'x-business-use-case-usage'];

/** Meta's headers hold JSON: parts of a hundred that are used up, and minutes until we may come again. */
const percentages: HeaderStyle = (headers, now) =>
  usages.flatMap((header) => {
    const read = usesIn(headers.get(header));
    if (read.length === 0) return [];
    const of = (keys: readonly string[]) =>
      Math.max(0, ...read.flatMap((use) => keys.map((key) => Number(use[key])).filter(Number.isFinite)));
    const used = of(['call_count', 'total_time', 'total_cputime']);
    const minutes = of(['estimated_time_to_regain_access']);
    return limitOf(now, {
      name: header.slice(2),
      limit: 100,
      remaining: minutes > 0 ? 0 : Math.max(0, 100 - used),
      resetAt: minutes > 0 ? now + minutes * 60_000 : undefined,
    });
  });

function usesIn(text: string | null | undefined): Record<string, unknown>[] {
  if (!text || text.length > 20_000) return [];
  try {
    const uses: unknown = JSON.parse(text);
    const all = typeof uses === 'object' && uses !== null ? [uses, ...Object.values(uses).flat()] : [];
    return all.filter((use): use is Record<string, unknown> => typeof use === 'object' && use !== null);
  } catch {
    return [];
  }
}

/** Every style that is known; an answer may use several. */
export const headerStyles: readonly HeaderStyle[] = [triples, structured, namedCounts, usage, percentages];
