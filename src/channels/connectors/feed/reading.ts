import { instantOf } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Page, PageOptions } from '../../../core/page.js';
import type { Connector } from '../../connector.js';
import { answersOf, parentsIn } from './answers.js';
import { commentSources, postsByPage } from './comment-sources.js';
import { DocumentReader, namedSource, type ReadDocument } from './document-reader.js';
import { readFeedCursor } from './feed-cursor.js';
import type { FeedDocument } from './feed-document.js';
import { authorsOf, type Speakers, siteProfile } from './feed-people.js';
import { listDocuments } from './list-documents.js';
import { entryId, observeEntry } from './observe-entry.js';
import type { ReadFeedOptions } from './options.js';
import { realmOf } from './realm-of.js';

/** What can be read of a feed. */
export type Reading = Required<Pick<Connector, 'posts' | 'comments' | 'own'>>;

/** @param stated where its ids are valid, when that is known before it is read */
export function reading(read: ReadFeedOptions, stated: string | undefined): Reading {
  const named = namedSource(read);
  const reader = new DocumentReader();
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

  return {
    posts,
    comments,
    async own({ signal } = {}) {
      const { document } = await reader.latest(named, signal);
      const who = speakers(document, 'posts');
      const at = instantOf(read.clock);
      const site = siteProfile(document, at, who);
      return [site, ...authorsOf([], document, at, who).filter(({ externalId }) => externalId !== 'site')];
    },
  };
}

const none = { people: [], attachments: [] };

function realmOfDocument({ declaredId }: FeedDocument, place: string): string {
  const id = declaredId?.trim() ?? '';
  if (id === '')
    throw new KenningError('invalid', `${place} does not say which feed it is; name it with the option realm`);
  return /^https?:/i.test(id) && URL.canParse(id) ? realmOf(id) : id.slice(0, 290);
}
