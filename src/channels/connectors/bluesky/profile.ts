import { countsOf } from '../../../core/model/count.js';
import type { Profile } from '../../../core/model/source-record.js';
import { statedIdentifiers } from '../../stated-identifiers.js';
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
      ...statedIdentifiers(`${website ?? ''} ${description ?? ''}`),
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
