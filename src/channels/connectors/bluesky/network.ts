import type { Network } from '../../../core/model/network.js';

/**
 * Bluesky's rules as data. Its guidelines ask to delete what users deleted and name no hours: 24 hours and a re-check
 * within 30 days are our reading. They count automated interactions that notify people as spam.
 */
export const blueskyNetwork: Network = {
  id: 'bluesky',
  name: 'Bluesky',
  controlledBy: 'customer',
  handles: { caseSensitive: false, changeHands: true },
  limits: {
    text: [
      { unit: 'graphemes', max: 300 },
      { unit: 'utf-8-bytes', max: 3000 },
    ],
  },
  order: 'newest-first',
  queryDialect: {
    source: 'https://docs.bsky.app/docs/api/app-bsky-feed-search-posts',
    checkedOn: '2026-11-24',
    // The network names no limit; this is ours.
    maxLength: 1000,
    forms: {
      word: { as: '%s', more: true },
      phrase: { as: '"%s"', more: true },
      tag: { as: '#%s', more: true },
      emoji: { as: '%s', more: true },
      author: { as: 'from:%s', needs: '.' },
      mention: { as: 'mentions:%s', needs: '.', more: true },
    },
    caveats: [
      'It cuts texts into words by rules of its own: acme may not find acme.example.',
      'A handle or tag that is written without being a link is no mention and no tag there.',
    ],
  },
  terms: {
    source: 'https://docs.bsky.app/docs/support/developer-guidelines',
    checkedOn: '2026-11-22',
    rules: [
      {
        name: 'public-data',
        data: ['content', 'others-profiles', 'ids', 'derived'],
        allow: ['keep', 'enrich', 'derive', 'pass-on', 'export', 'analyze'],
      },
      {
        name: 'honour-deletes',
        data: ['content', 'others-profiles'],
        recheckWithinHours: 720,
        vanishWithinHours: 24,
      },
      { name: 'no-automated-interactions', forbid: ['answer-by-machine'] },
    ],
  },
};
