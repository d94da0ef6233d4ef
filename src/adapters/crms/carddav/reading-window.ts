import { KenningError } from '../../../core/errors.js';
import type { CardStore } from './card-store.js';
import type { DavClient } from './dav-client.js';
import type { AddressBook } from './discover.js';
import { childOf, type Multistatus, textOf } from './multistatus.js';
import { etagsRequest, syncRequest } from './requests.js';

/** Where a reading of changes begins: a token of RFC 6578, or what every card was when it was last read. */
export type Since = { token: string } | { etags: Record<string, string> };

/** The names of cards to be read, in order, as far as the server told them at once. */
export interface ReadingWindow {
  members: { name: string; gone: boolean }[];
  /** Where the next one begins; absent where that can not be told. */
  until: Since | undefined;
  /** Whether the server has more than it told. */
  isPart: boolean;
}

/** A place that keeps more than this is not kept: then everything is read each time. */
const longestPlace = 1_000_000;

export interface WindowOptions {
  client: DavClient;
  book: AddressBook;
  nameOf: CardStore['nameOf'];
  since: Since | undefined;
  signal?: AbortSignal | undefined;
}

/** What changed since a place, or everything. @throws KenningError `not-found` for a place that the server knows no longer */
export async function readingWindow({ client, book, nameOf, since, signal }: WindowOptions): Promise<ReadingWindow> {
  if (since && 'token' in since !== book.tellsChanges)
    throw new KenningError('not-found', 'The address book tells changes in another way now; read everything anew.');
  if (book.tellsChanges) {
    const token = since && 'token' in since ? since.token : '';
    const answer = await client.report(book.path, syncRequest(token), { depth: 0, signal });
    return windowOfToken(answer, token, nameOf);
  }
  const answer = await client.propfind(book.path, etagsRequest, { depth: 1, signal });
  return windowOfEtags(answer, since && 'etags' in since ? since.etags : {}, nameOf);
}

function windowOfToken(
  { resources, syncToken }: Multistatus,
  since: string,
  nameOf: CardStore['nameOf'],
): ReadingWindow {
  const isPart = resources.some(({ href, status }) => status === 507 && nameOf(href) === undefined);
  if (!syncToken || (isPart && syncToken === since))
    throw new KenningError('unexpected', 'The address book does not say where its changes go on; tell who runs it.');
  const members = resources.flatMap(({ href, status }) => {
    const name = nameOf(href);
    const gone = status === 404 || status === 410;
    // Who begins has nothing to forget.
    return name === undefined || (gone && since === '') ? [] : [{ name, gone }];
  });
  return { members: inOrder(members), until: { token: syncToken }, isPart };
}

function windowOfEtags(
  { resources }: Multistatus,
  since: Readonly<Record<string, string>>,
  nameOf: CardStore['nameOf'],
): ReadingWindow {
  const known = new Map(Object.entries(since));
  const etags = new Map<string, string>();
  for (const { href, properties } of resources) {
    const name = nameOf(href);
    const isFolder = Object.hasOwn(childOf(properties, 'resourcetype') ?? {}, 'collection');
    if (name !== undefined && !isFolder) etags.set(name, textOf(properties, 'getetag').trim().slice(0, 200));
  }
  const changed = [...etags].filter(([name, etag]) => etag === '' || known.get(name) !== etag);
  const gone = [...known.keys()].filter((name) => !etags.has(name));
  const until = { etags: Object.fromEntries(etags) };
  return {
    members: inOrder([
      ...changed.map(([name]) => ({ name, gone: false })),
      ...gone.map((name) => ({ name, gone: true })),
    ]),
    until: JSON.stringify(until).length <= longestPlace ? until : undefined,
    isPart: false,
  };
}

/** Each once, by name: so a listing can go on after a name. */
function inOrder(members: ReadingWindow['members']): ReadingWindow['members'] {
  const each = [...new Map(members.map((member) => [member.name, member])).values()];
  return each.sort((left, right) => (left.name < right.name ? -1 : 1));
}
