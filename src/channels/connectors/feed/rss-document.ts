import type { RdfFeed, RssFeed } from 'feedsmith';
import { parseDate } from '../../../core/text/parse-date.js';
import { attachmentOf, type FeedDocument, type FeedEntry, type FeedPerson, type Markup } from './feed-document.js';

const html = (value: string | undefined): Markup | undefined => (value ? { value, html: true } : undefined);

/** Reads RSS 2.0 and its kin, with Dublin Core, `content:encoded`, and the modules for comments. */
export function readRss(feed: RssFeed.Feed<string>): FeedDocument {
  const self = feed.atom?.links?.find(({ rel }) => rel === 'self')?.href;
  const editor = feed.managingEditor;
  return {
    title: feed.title,
    home: feed.link,
    declaredId: feed.atom?.id ?? self ?? feed.link,
    language: feed.language ?? feed.dc?.languages?.[0],
    people: editor ? [editor] : (feed.dc?.creators ?? []).map(personNamed),
    entries: (feed.items ?? []).map(readItem).reverse(),
    rejected: [],
  };
}

function readItem(item: RssFeed.Item<string>): FeedEntry {
  const guid = item.guid?.value;
  const replyTo = item.thr?.inReplyTos?.[0];
  const link = item.link ?? (item.guid?.isPermaLink === false ? undefined : guid);
  return {
    id: guid,
    link,
    title: html(item.title),
    body: html(item.content?.encoded ?? item.description),
    published: parseDate(item.pubDate) ?? parseDate(item.dc?.dates?.[0]),
    updated: parseDate(item.atom?.updated ?? item.dcterms?.modified?.[0]),
    people: peopleOf(item),
    attachments: (item.enclosures ?? []).flatMap(({ url, type, length }) => attachmentOf(url, type, length) ?? []),
    language: item.dc?.languages?.[0],
    ...(replyTo && { inReplyTo: { id: replyTo.ref, link: replyTo.href } }),
    commentsFeed: item.wfw?.commentRss,
    commentCount: item.slash?.comments ?? item.thr?.total,
  };
}

/** `author` is an address by the specification and often a name; `dc:creator` is the name. */
function peopleOf(item: RssFeed.Item<string>): FeedPerson[] {
  const [author, ...others] = (item.authors ?? []).map(({ name, email, link }) => ({ name, email, url: link }));
  const creators = (item.dc?.creators ?? []).map(personNamed);
  if (!author) return creators;
  return [{ ...author, name: author.name ?? creators[0]?.name }, ...others];
}

function personNamed(name: string): FeedPerson {
  return { name };
}

/** Reads RSS 1.0, which is RDF. */
export function readRdf(feed: RdfFeed.Feed<string>): FeedDocument {
  return {
    title: feed.title,
    home: feed.link,
    declaredId: feed.rdf?.about ?? feed.link,
    language: feed.dc?.languages?.[0],
    people: (feed.dc?.creators ?? []).map(personNamed),
    entries: (feed.items ?? [])
      .map((item) => ({
        id: item.rdf?.about ?? item.link,
        link: item.link,
        title: html(item.title),
        body: html(item.content?.encoded ?? item.description),
        published: parseDate(item.dc?.dates?.[0]),
        people: (item.dc?.creators ?? []).map(personNamed),
        attachments: [],
        commentsFeed: item.wfw?.commentRss,
        commentCount: item.slash?.comments,
      }))
      .reverse(),
    rejected: [],
  };
}
