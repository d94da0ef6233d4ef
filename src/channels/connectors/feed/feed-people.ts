import type { Identifier } from '../../../core/model/identifier.js';
import type { Instant } from '../../../core/model/instant.js';
import { scopeOf } from '../../../core/model/scope.js';
import type { Profile } from '../../../core/model/source-record.js';
import { linkOf } from '../../../core/text/html-to-text.js';
import { type FeedDocument, type FeedPerson, short } from './feed-document.js';

/** Whose words a listing gives. */
export interface Speakers {
  realm: string;
  /** Posts are by those whom the site names; a comment is by whoever says so. */
  listing: 'posts' | 'comments';
  /** Whether the site is ours. */
  own: boolean;
  baseUrl?: string | undefined;
}

const mostAuthors = 20;

/**
 * The profiles of an entry's authors: those it names, else those of the feed, else the site itself. A person's id is the
 * author's address on the web, else the e-mail address, else the name, and is valid in this feed only. A commenter's id
 * begins with `commenter:`, since anybody can comment under the author's name.
 */
export function authorsOf(
  people: readonly FeedPerson[],
  document: FeedDocument,
  at: Instant,
  speakers: Speakers,
): Profile[] {
  const named = people.some(isSomebody) || speakers.listing === 'comments' ? people : document.people;
  const profiles = new Map<string, Profile>();
  for (const person of named.slice(0, mostAuthors)) {
    const profile = personProfile(person, at, speakers);
    if (profile && !profiles.has(profile.externalId)) profiles.set(profile.externalId, profile);
  }
  return profiles.size > 0 ? [...profiles.values()] : [unnamedProfile(document, at, speakers)];
}

function isSomebody({ name, email, url }: FeedPerson): boolean {
  return Boolean(name ?? email ?? url);
}

function personProfile(person: FeedPerson, at: Instant, speakers: Speakers): Profile | undefined {
  const name = short(person.name, 500);
  const email = emailOf(person.email) ?? emailOf(person.url?.replace(/^mailto:/i, '')) ?? emailOf(name);
  const url = webAddress(person.url, speakers.baseUrl);
  const id = url ?? email ?? (name && `name:${name}`);
  if (!id || id.length > 900) return undefined;
  const identifiers: Identifier[] = [];
  if (url) identifiers.push({ kind: 'url', scope: '', value: url });
  if (email) identifiers.push({ kind: 'email', scope: '', value: email });
  const comments = speakers.listing === 'comments';
  return {
    kind: 'profile',
    source: scopeOf('feed', speakers.realm),
    externalId: comments ? `commenter:${id}` : id,
    party: 'person',
    ...(speakers.own && !comments && { own: true }),
    identifiers,
    attributes: name && name !== email ? { name } : {},
    ...(url && { permalink: url }),
    origin: 'public-feed',
    observedAt: at,
    partial: true,
  };
}

/** The site speaks for itself; a comment by nobody is by nobody in particular. */
function unnamedProfile(document: FeedDocument, at: Instant, speakers: Speakers): Profile {
  return speakers.listing === 'posts'
    ? siteProfile(document, at, speakers)
    : {
        kind: 'profile',
        source: scopeOf('feed', speakers.realm),
        externalId: 'commenter:',
        party: 'person',
        identifiers: [],
        attributes: {},
        origin: 'public-feed',
        observedAt: at,
      };
}

/** The profile of the site that publishes a feed. */
export function siteProfile(document: FeedDocument, at: Instant, { realm, own, baseUrl }: Speakers): Profile {
  const home = webAddress(document.home, baseUrl);
  const name = short(document.title, 500);
  return {
    kind: 'profile',
    source: scopeOf('feed', realm),
    externalId: 'site',
    party: 'organization',
    ...(own && { own: true }),
    identifiers: home ? [{ kind: 'url', scope: '', value: home }] : [],
    attributes: name ? { name } : {},
    ...(home && { permalink: home }),
    origin: 'public-feed',
    observedAt: at,
  };
}

/** An address of a page; undefined for all that is none. */
export function webAddress(href: string | undefined, baseUrl?: string | undefined): string | undefined {
  const url = linkOf(href, baseUrl);
  return url?.startsWith('http') && url.length <= 2000 ? url : undefined;
}

function emailOf(text: string | undefined): string | undefined {
  const address = text?.trim().toLowerCase();
  return address && address.length <= 320 && /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;.]+$/.test(address)
    ? address
    : undefined;
}
