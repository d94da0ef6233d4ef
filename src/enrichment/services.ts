import type { LocalDate } from '../core/model/instant.js';
import type { Terms } from '../core/model/terms.js';
import type { RequestRate } from './pace.js';

/** What is known of a service that is asked: how often it may be, what it costs, and where that is written. */
export interface EnrichmentService {
  /** All must hold. */
  limits: readonly RequestRate[];
  /** What one call costs; absent when nothing. */
  price?: { perCall: number; currency: string };
  source: string;
  checkedOn: LocalDate;
}

const hour = 3_600_000;
const minute = 60_000;

/** Services by the names that plans and reports call them. Data: what is not here is asked once a second. */
export const services: Readonly<Record<string, EnrichmentService>> = {
  gravatar: {
    limits: [{ requests: 100, perMs: hour }],
    source: 'https://docs.gravatar.com/rest-api/',
    checkedOn: '2026-11-22',
  },
  'gravatar with a key': {
    limits: [{ requests: 1000, perMs: hour }],
    source: 'https://docs.gravatar.com/rest-api/',
    checkedOn: '2026-11-22',
  },
  bluesky: {
    limits: [{ requests: 3000, perMs: 5 * minute }],
    source: 'https://docs.bsky.app/docs/advanced-guides/rate-limits',
    checkedOn: '2026-11-22',
  },
  mastodon: {
    limits: [{ requests: 300, perMs: 5 * minute }],
    source: 'https://docs.joinmastodon.org/api/rate-limits/',
    checkedOn: '2026-11-22',
  },
};

/** Of a site, of a server of WebFinger, and of services of which nothing is known: politeness, since no limit is told. */
export const polite: EnrichmentService = {
  limits: [{ requests: 1, perMs: 1000 }],
  source: 'our own choice: one request a second to a host',
  checkedOn: '2026-11-24',
};

/**
 * What is published at addresses of one's own, for anybody and for machines, within what `robots.txt` allows. Here it is
 * used for one thing: which accounts are somebody's.
 */
export const openWebTerms: Terms = {
  source: 'https://www.rfc-editor.org/rfc/rfc9309',
  checkedOn: '2026-11-24',
  rules: [
    {
      name: 'published-by-its-owner',
      data: ['others-profiles', 'ids', 'derived'],
      origin: ['public-feed'],
      allow: ['keep', 'enrich', 'derive', 'pass-on', 'export'],
    },
  ],
};
