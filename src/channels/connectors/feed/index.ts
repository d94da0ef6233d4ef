import { instantOf } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Page, PageOptions } from '../../../core/page.js';
import type { Connector, Offers } from '../../connector.js';
import { access } from './access.js';
import { answersOf, parentsIn } from './answers.js';
import { commentSources, postsByPage } from './comment-sources.js';
import { DocumentReader, namedSource, type ReadDocument } from './document-reader.js';
import { readFeedCursor } from './feed-cursor.js';
import type { FeedDocument } from './feed-document.js';
import { feedNetwork } from './feed-network.js';
import { authorsOf, type Speakers, siteProfile } from './feed-people.js';
import { listDocuments } from './list-documents.js';
import { entryId, observeEntry } from './observe-entry.js';
import { type FeedOptions, readFeedOptions } from './options.js';

export type { FeedOptions } from './options.js';
export { feedNetwork };

/**
 * Reads a site's feed (RSS, Atom, JSON Feed) and, when asked, the feeds of its comments.
 *
 * Each reading gives the documents that changed, oldest entry first; the cursor after the last page holds the servers'
 * validators, so that the next reading from it costs one request without a body as long as nothing changes.
 *
 * @throws KenningError `invalid` for an unknown option or what is no feed, `not-found` when it is not there or gone for
 * good, `too-large`, `timeout`, `network`, `rate-limited`, `auth`, `forbidden`; `unsupported` when the package `feedsmith`
 * is not installed.
 *
 * @example
 * const blog = feed({ url: 'https://blog.example.com/feed', comments: 'https://blog.example.com/comments/feed' });
 * for await (const page of walk((options) => blog.posts(options))) console.log(page.items.length);
 */
export function feed(options: FeedOptions & { comments: true | string }): Offers<'posts' | 'comments' | 'access'>;
export function feed(options: FeedOptions): Offers<'posts' | 'access'>;
export function feed(options: FeedOptions): Offers<'posts' | 'access'> {
  const read = readFeedOptions(options);
  const named = namedSource(read);
  const reader = new DocumentReader();
  const stated = read.realm ?? (read.url === undefined ? undefined : realmOf(read.url));
  const speakers = (document: FeedDocument, listing: Speakers['listing']): Speakers => ({
    realm: stated ?? realmOfDocument(document, named.place),
    listing,
    own: read.own,
    baseUrl: read.url ?? document.home,
  });

  async function posts(page: PageOptions = {}): Promise<Page<Observed>> {
    page.signal?.throwIfAborted();
    const found = await listDocuments([named], reader, page);
    if (!('entries' in found)) return { items: [], ...found };
    const { document } = found.read;
    return observeAll(found, speakers(document, 'posts'), document, undefined);
  }

  async function comments(page: PageOptions = {}): Promise<Page<Observed>> {
    page.signal?.throwIfAborted();
    const main = await siteDocument(page);
    const found = await listDocuments(commentSources(main.document, read), reader, page);
    if (!('entries' in found)) return { items: [], ...found };
    return observeAll(
      found,
      speakers(main.document, 'comments'),
      main.document,
      await entryId(found.source.post ?? none),
    );
  }

  /** The site's feed is asked for once a walk, not with each of its pages. */
  async function siteDocument({ cursor, signal }: PageOptions): Promise<ReadDocument> {
    const kept = readFeedCursor(cursor).at && reader.kept(named);
    return kept ?? reader.latest(named, signal);
  }

  async function observeAll(
    {
      entries,
      read: { document },
      rejected,
      next,
    }: Extract<Awaited<ReturnType<typeof listDocuments>>, { entries: unknown }>,
    who: Speakers,
    site: FeedDocument,
    post: string | undefined,
  ): Promise<Page<Observed>> {
    const now = instantOf(read.clock);
    const found: Page<Observed> = { items: [], rejected: [...rejected], next };
    const byPage = who.listing === 'comments' ? await postsByPage(site) : new Map<string, string>();
    const parents = parentsIn(document);
    for (const entry of entries) {
      const id = await entryId(entry);
      if (id === undefined) found.rejected.push({ reason: 'empty: the item says nothing', at: named.place });
      // Some feeds of comments begin with the post itself.
      else if (id !== post || who.listing === 'posts') {
        const answers = answersOf(entry, { parents, realm: who.realm, post, posts: byPage });
        found.items.push(observeEntry(entry, id, { ...who, document, now, answers }));
      }
    }
    return found;
  }

  const connector: Offers<'posts' | 'access'> = {
    contract: 1,
    network: feedNetwork,
    ...(stated && { realm: stated }),
    access: ({ signal } = {}) => access(read, signal),
    posts,
  };
  if (read.comments !== undefined) (connector as Connector).comments = comments;
  if (read.own)
    (connector as Connector).own = async ({ signal } = {}) => {
      const { document } = await reader.latest(named, signal);
      const who = speakers(document, 'posts');
      const at = instantOf(read.clock);
      const site = siteProfile(document, at, who);
      return [site, ...authorsOf([], document, at, who).filter(({ externalId }) => externalId !== 'site')];
    };
  return connector;
}

const none = { people: [], attachments: [] };

/** Host and path of an address. */
function realmOf(address: string): string {
  const url = new URL(address);
  return `${url.host}${url.pathname}`.replace(/\/$/, '').slice(0, 290);
}

function realmOfDocument({ declaredId }: FeedDocument, place: string): string {
  const id = declaredId?.trim() ?? '';
  if (id === '')
    throw new KenningError('invalid', `${place} does not say which feed it is; name it with the option realm`);
  return /^https?:/i.test(id) && URL.canParse(id) ? realmOf(id) : id.slice(0, 290);
}
