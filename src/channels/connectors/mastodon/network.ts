import type { Network } from '../../../core/model/network.js';
import type { Instance } from './calls.js';

/**
 * Rules of the fediverse as data. Every instance has terms of its own, and they come first: an app whose instance says
 * otherwise replaces these. The ban on training is that of the largest instance, in force since 2025-07-01. What is
 * deleted there must go here too; 24 hours and a re-check within 30 days are our reading.
 */
export const mastodonNetwork: Network = {
  id: 'mastodon',
  name: 'Mastodon',
  controlledBy: 'customer',
  handles: { caseSensitive: false, changeHands: true },
  order: 'newest-first',
  queryDialect: {
    source: 'https://docs.joinmastodon.org/methods/search/',
    checkedOn: '2026-11-24',
    // The network names no limit; this is ours.
    maxLength: 1000,
    not: '-',
    // A phrase is compared with its accents there, single words are not: phrases are asked for as words.
    forms: {
      word: { as: '%s', more: true },
      tag: { as: '#%s' },
      author: { as: 'from:%s', needs: '@' },
    },
    caveats: [
      'An instance searches the posts that it has, of accounts that allow it; many have no search of texts at all.',
      'It cuts texts into words by rules of its own: acme may not find acme.example.',
    ],
  },
  terms: {
    source: 'https://mastodon.social/terms-of-service',
    checkedOn: '2026-11-24',
    rules: [
      {
        name: 'human-interaction',
        data: ['content', 'others-profiles', 'ids', 'derived'],
        allow: ['keep', 'enrich', 'derive', 'pass-on', 'export', 'analyze'],
      },
      {
        name: 'no-training',
        says: 'What people say on an instance must not be gathered to train models.',
        forbid: ['train'],
      },
      {
        name: 'honour-deletes',
        data: ['content', 'others-profiles'],
        recheckWithinHours: 720,
        vanishWithinHours: 24,
      },
      {
        name: 'machines-answer-who-asked',
        says: 'A machine may answer those who wrote to it, from an account that is marked as a bot.',
        source: 'https://docs.joinmastodon.org/user/profile/',
        asked: true,
        allow: ['answer-by-machine'],
      },
    ],
  },
};

/** The network with the limits of an instance, once that has told them. */
export function networkOf(instance: Instance | undefined): Network {
  if (!instance?.maxCharacters) return mastodonNetwork;
  const { maxCharacters: max, charactersPerUrl: linkLength } = instance;
  return { ...mastodonNetwork, limits: { text: [{ unit: 'graphemes', max, linkLength }] } };
}
