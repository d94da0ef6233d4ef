import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateLimitOf, rateLimitsOf, retryAfterOf } from '../../../src/core/http/rate-limit.js';

const now = Date.parse('2026-11-24T10:00:00.000Z');
const inHalfAMinute = now + 30_000;
const limits = (headers: Record<string, string>) => rateLimitsOf(new Headers(headers), now);
const wait = (headers: Record<string, string>) => retryAfterOf(new Headers(headers), now);

describe('limits in headers', () => {
  it.each<[string, Record<string, string>, object[]]>([
    [
      'of X: seconds since 1970',
      {
        'x-rate-limit-limit': '450',
        'x-rate-limit-remaining': '7',
        'x-rate-limit-reset': String(inHalfAMinute / 1000),
      },
      [{ limit: 450, remaining: 7, resetAt: inHalfAMinute }],
    ],
    [
      'of Mastodon: an instant',
      { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2026-11-24T10:00:30.000Z' },
      [{ limit: 300, remaining: 0, resetAt: inHalfAMinute }],
    ],
    [
      'of Reddit: fractions, and seconds from now',
      { 'x-ratelimit-used': '5', 'x-ratelimit-remaining': '95.0', 'x-ratelimit-reset': '30' },
      [{ remaining: 95, resetAt: inHalfAMinute }],
    ],
    [
      'of Discord: fractions of seconds',
      {
        'x-ratelimit-limit': '5',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset-after': '30.5',
        'x-ratelimit-reset': '1',
      },
      [{ limit: 5, remaining: 0, resetAt: now + 30_500 }],
    ],
    [
      'of the draft, with a policy behind the number',
      { 'ratelimit-limit': '100, 100;window=60', 'ratelimit-remaining': '50', 'ratelimit-reset': '30' },
      [{ limit: 100, remaining: 50, resetAt: inHalfAMinute }],
    ],
    [
      'of the newer draft',
      { ratelimit: '"default";r=50;t=30, "daily";r=0;t=86400' },
      [
        { name: 'default', remaining: 50, resetAt: inHalfAMinute },
        { name: 'daily', remaining: 0, resetAt: now + 86_400_000 },
      ],
    ],
    [
      'of HubSpot',
      {
        'x-hubspot-ratelimit-daily': '250000',
        'x-hubspot-ratelimit-daily-remaining': '249999',
        'x-hubspot-ratelimit-max': '100',
        'x-hubspot-ratelimit-remaining': '0',
        'x-hubspot-ratelimit-interval-milliseconds': '10000',
      },
      [
        { name: 'burst', limit: 100, remaining: 0, resetAt: now + 10_000 },
        { name: 'daily', limit: 250_000, remaining: 249_999 },
      ],
    ],
    [
      'of Salesforce',
      { 'sforce-limit-info': 'api-usage=18/100000' },
      [{ name: 'daily', limit: 100_000, remaining: 99_982 }],
    ],
    [
      'of Salesforce, used up',
      { 'sforce-limit-info': 'api-usage=100000/100000; per-app-api-usage=17/250(appName=x)' },
      [{ name: 'daily', limit: 100_000, remaining: 0, resetAt: now + 300_000 }],
    ],
    [
      'of Meta’s apps',
      { 'x-app-usage': '{"call_count":28,"total_time":35,"total_cputime":25}' },
      [{ name: 'app-usage', limit: 100, remaining: 65 }],
    ],
    [
      'of Meta’s pages',
      {
        'x-business-use-case-usage':
          '{"112233":[{"type":"pages","call_count":100,"total_cputime":25,"total_time":25,"estimated_time_to_regain_access":19}]}',
      },
      [{ name: 'business-use-case-usage', limit: 100, remaining: 0, resetAt: now + 19 * 60_000 }],
    ],
    [
      'of Pipedrive',
      {
        'x-ratelimit-limit': '80',
        'x-ratelimit-remaining': '79',
        'x-ratelimit-reset': '2',
        'x-daily-ratelimit-token-remaining': '9',
      },
      [
        { limit: 80, remaining: 79, resetAt: now + 2000 },
        { name: 'daily', remaining: 9 },
      ],
    ],
    ['of Dataverse', { 'x-ms-ratelimit-burst-remaining-xrm-requests': '5999' }, [{ name: 'burst', remaining: 5999 }]],
    ['of Zoho', { 'x-api-credits-remaining': '4990' }, [{ name: 'daily', remaining: 4990 }]],
    ['of nobody', { 'content-type': 'text/html' }, []],
    [
      'that are none',
      { 'x-app-usage': '{"call_count":', 'ratelimit-limit': 'many', 'sforce-limit-info': 'api-usage=?' },
      [],
    ],
  ])('%s', (_name, headers, expected) => {
    expect(limits(headers)).toEqual(expected);
  });

  it('of several, the smallest part left counts', () => {
    const headers = new Headers({
      'x-hubspot-ratelimit-daily': '1000',
      'x-hubspot-ratelimit-daily-remaining': '10',
      'x-hubspot-ratelimit-max': '100',
      'x-hubspot-ratelimit-remaining': '50',
    });
    expect(rateLimitOf(headers, now)).toMatchObject({ name: 'daily', remaining: 10 });
  });

  it('never fail, whatever stands in them', () => {
    const names = [
      'retry-after',
      'ratelimit',
      'ratelimit-reset',
      'x-ratelimit-remaining',
      'x-app-usage',
      'sforce-limit-info',
    ];
    const value = fc.oneof(
      fc.stringMatching(/^[\x21-\x7e ]{0,300}$/),
      fc.json().filter((one) => /^[\x20-\x7e]*$/.test(one)),
      fc.double().map(String),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (headers) => {
        const waits = wait(headers) ?? 0;
        return waits >= 0 && waits <= 86_400_000 && Array.isArray(limits(headers));
      }),
    );
  });
});

describe('how long to wait', () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '30' }, 30_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Tue, 24 Nov 2026 10:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Tue, 24 Nov 2026 09:00:30 GMT' }, 0],
    [{ 'retry-after': '-5' }, 0],
    [{ 'retry-after': '99999999' }, 86_400_000],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'x-hubspot-ratelimit-secondly': '10', 'x-hubspot-ratelimit-secondly-remaining': '0' }, 1000],
    [{}, undefined],
  ])('%o', (headers, expected) => {
    expect(wait(headers)).toBe(expected);
  });
});
