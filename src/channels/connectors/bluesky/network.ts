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
