import { countsOf } from '../../../core/model/count.js';
import type { Identifier } from '../../../core/model/identifier.js';
import { scopeOf } from '../../../core/model/scope.js';
import type { Profile } from '../../../core/model/source-record.js';
import { statedIdentifiers } from '../../stated-identifiers.js';
import { plainTextOf, withoutEmoji } from './markup.js';
import type { AccountView, MentionView } from './views.js';

/** How one instance is read, and when. */
export interface Sight {
  /** The instance's host: its ids are valid there. */
  realm: string;
  origin: string;
  /** Stands in the handles of the instance's own accounts. */
  domain: string;
  /** The id of our account. */
  me: string | undefined;
  now: string;
}

type Named = Pick<MentionView, 'id'> & Partial<Pick<MentionView, 'username' | 'acct'>>;

/** Somebody of whom no more than a name is known. */
export function thinProfile(named: Named, { realm, domain, me, now }: Sight): Profile {
  const { id, username, acct } = named;
  const source = scopeOf('mastodon', realm);
  const own = id === me;
  return {
    kind: 'profile',
    source,
    externalId: id,
    party: own ? 'organization' : 'person',
    ...(own && { own }),
    identifiers: [
      { kind: 'account-id', scope: source, value: id, verifiedBy: 'network' },
      ...(username && acct ? [handleOf(username, acct, domain)] : []),
    ],
    attributes: {},
    origin: 'api',
    observedAt: now,
    partial: true,
  };
}

/** An account with its name all over the fediverse, and the addresses that its owner states. */
export function profileOf(account: AccountView, sight: Sight): Profile {
  const { display_name, note, avatar, url, emojis, followers_count, statuses_count } = account;
  const { partial: _whole, ...thin } = thinProfile(account, sight);
  const bio = note ? plainTextOf(note, { emojis }, sight.origin).text : '';
  const name = withoutEmoji((display_name ?? '').slice(0, 2000), emojis);
  const counts = countsOf({ FollowAction: followers_count, WriteAction: statuses_count });
  const wishes = {
    ...(account.discoverable === false && { discoverable: 'false' }),
    ...(account.indexable === false && { indexable: 'false' }),
    ...(account.bot && { bot: 'true' }),
  };
  return {
    ...thin,
    ...(account.group && { party: 'organization' }),
    identifiers: [...thin.identifiers, ...actorOf(account, sight), ...addressesOf(account, bio, sight)],
    attributes: {
      ...(name && { name: name.slice(0, 1000) }),
      ...(bio && { bio: bio.slice(0, 20_000) }),
      ...(avatar && { image: avatar }),
      ...(Object.keys(wishes).length && { custom: wishes }),
    },
    ...(counts.length && { counts }),
    ...(url && { permalink: url }),
    ...(account.suspended && { standing: 'suspended' }),
  };
}

/** `ann` of the instance itself, or `ann@social.example` of another. */
function homeOf(acct: string, domain: string): string {
  const at = acct.indexOf('@');
  return at < 0
    ? domain
    : acct
        .slice(at + 1)
        .toLowerCase()
        .slice(0, 250);
}

function handleOf(username: string, acct: string, domain: string): Identifier {
  const scope = scopeOf('mastodon', homeOf(acct, domain));
  return { kind: 'handle', scope, value: username, verifiedBy: 'network' };
}

/**
 * The ActivityPub address of an account, by which every instance knows it: its id at home. Servers that do not give it
 * have it under `/users/`.
 */
function actorOf({ uri, username, acct }: AccountView, { origin, domain }: Sight): Identifier[] {
  const value =
    uri ?? (acct.includes('@') ? undefined : `${origin}/users/${encodeURIComponent(username.toWellFormed())}`);
  const scope = scopeOf('mastodon', homeOf(acct, domain));
  return value ? [{ kind: 'account-id', scope, value, verifiedBy: 'network' }] : [];
}

/** The addresses of the fields and the biography. A link that the network has seen to lead back is proof. */
function addressesOf({ fields }: AccountView, bio: string, { origin }: Sight): Identifier[] {
  const found = new Map<string, Identifier>();
  let stated = bio;
  for (const { value, verified_at } of fields) {
    const { text, entities } = plainTextOf(value, {}, origin);
    const links = entities.flatMap(({ url }) => (url && url.length <= 2000 ? [url] : []));
    // What is written there that is no link, and an e-mail address, which is one.
    if (!links.some((link) => /^https?:/.test(link))) stated += ` ${text}`;
    for (const link of links) {
      if (!/^https?:/.test(link)) continue;
      const checked = verified_at && links.length === 1;
      const proof = checked ? { verifiedBy: 'network', validFrom: new Date(verified_at).toISOString() } : {};
      if (!found.get(link)?.verifiedBy) found.set(link, { kind: 'url', scope: '', value: link, ...proof });
    }
  }
  for (const identifier of statedIdentifiers(stated))
    if (!found.has(identifier.value)) found.set(identifier.value, identifier);
  return [...found.values()].slice(0, 100);
}
