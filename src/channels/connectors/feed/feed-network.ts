import type { Network } from '../../../core/model/network.js';

/** Blogs and sites that publish a feed: RSS, Atom, JSON Feed. */
export const feedNetwork: Network = {
  id: 'feed',
  name: 'Feeds (RSS, Atom, JSON Feed)',
  controlledBy: 'customer',
  handles: { caseSensitive: true, changeHands: true },
  terms: {
    source:
      "A public feed is published to be read by programs; copyright and the site's own terms stand (RFC 4287, section 4.2.10).",
    checkedOn: '2026-11-24',
    rules: [
      {
        name: 'public-feed',
        data: ['content', 'others-profiles', 'ids', 'derived'],
        allow: ['keep', 'enrich', 'derive', 'pass-on', 'export', 'analyze'],
        attribute: true,
      },
      { name: 'feeds-train-no-models', data: ['content', 'others-profiles'], forbid: ['train'] },
    ],
  },
  // A feed's document lists the newest first. It is given turned round, so that each page's cursor can be kept:
  // it holds the validators of what was read, and an unchanged feed costs one request without a body.
  order: 'oldest-first',
};
