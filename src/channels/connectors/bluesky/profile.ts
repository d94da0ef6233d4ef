import type { Count } from '../../../core/model/count.js';
import type { Identifier } from '../../../core/model/identifier.js';
import type { Profile } from '../../../core/model/source-record.js';
import type { ProfileView } from './views.js';

/** Somebody of whom only the id is known; it says nothing new of a profile that is kept already. */
export function thinProfile(did: string, observedAt: string, own = false): Profile {
  return {
    kind: 'profile',
    source: 'bluesky',
    externalId: did,
    party: own ? 'organization' : 'person',
    ...(own && { own }),
    identifiers: [],
    attributes: {},
    origin: 'api',
    observedAt,
  };
}

/** A profile with its DID and handle, and the addresses that its owner states. */
export function profileOf(view: ProfileView, observedAt: string, own = false): Profile {
  const { did, handle, displayName, description, website, avatar, followersCount, postsCount } = view;
  // The AppView checks a handle both ways, domain to DID and DID to domain; it says so of one that fails.
  const verified = handle !== 'handle.invalid';
  const scope = 'bluesky';
  const verifiedBy = 'network';
  const counts = countsOf({ FollowAction: followersCount, WriteAction: postsCount });
  return {
    ...thinProfile(did, observedAt, own),
    identifiers: [
      { kind: 'account-id', scope, value: did, verifiedBy },
      ...(verified ? [{ kind: 'handle', scope, value: handle, verifiedBy }] : []),
      ...stated(`${website ?? ''} ${description ?? ''}`),
    ],
    attributes: {
      ...(displayName && { name: displayName.slice(0, 1000) }),
      ...(description && { bio: description.slice(0, 20_000) }),
      ...(avatar && avatar.length <= 2000 && { image: avatar }),
    },
    ...(counts.length && { counts }),
    permalink: `https://bsky.app/profile/${verified ? handle : did}`,
  };
}

/** Counts by their actions; those that the network did not give are left out. */
export function countsOf(totals: Record<string, number | undefined>): Count[] {
  return Object.entries(totals).flatMap(([action, total]) => (total === undefined ? [] : [{ action, total }]));
}

/** Web and e-mail addresses that somebody writes of themselves. Nobody checked them. */
function stated(text: string): Identifier[] {
  const found = new Map<string, Identifier>();
  const words = text.slice(0, 20_000).split(/[\s<>()[\]"',;|]+/);
  for (const word of words) {
    const value = word.replace(/[.!?:]{1,9}$/, '');
    const kind = /^https?:\/\/[^/]+\.[^/]/i.test(value)
      ? 'url'
      : /^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+$/.test(value)
        ? 'email'
        : '';
    if (kind && value.length <= 2000 && found.size < 10) found.set(value, { kind, scope: '', value });
  }
  return [...found.values()];
}
