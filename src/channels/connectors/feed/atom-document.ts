import type { AtomFeed } from 'feedsmith';
import { parseDate } from '../../../core/text/parse-date.js';
import { attachmentOf, type FeedDocument, type FeedEntry, type FeedPerson, type Markup } from './feed-document.js';

type Link = AtomFeed.Link<string>;

/** Reads Atom (RFC 4287) with its threading extension (RFC 4685). */
export function readAtom(feed: AtomFeed.Feed<string>): FeedDocument {
  const self = hrefOf(feed.links, 'self');
  return {
    title: plain(feed.title),
    home: hrefOf(feed.links, 'alternate') ?? feed.xml?.base,
    declaredId: feed.id ?? self,
    language: feed.xml?.lang,
    people: (feed.authors ?? []).map(personOf),
    entries: (feed.entries ?? []).map(readEntry).reverse(),
    rejected: [],
  };
}

function readEntry(entry: AtomFeed.Entry<string>): FeedEntry {
  const replyTo = entry.thr?.inReplyTos?.[0];
  const replies = entry.links?.find(({ rel }) => rel === 'replies');
  const published = parseDate(entry.published);
  return {
    id: entry.id,
    link: hrefOf(entry.links, 'alternate'),
    title: entry.title && markupOf(entry.title),
    body: contentOf(entry) ?? (entry.summary && markupOf(entry.summary)),
    published: published ?? parseDate(entry.updated),
    updated: parseDate(entry.updated),
    updatedIsVersion: true,
    people: (entry.authors ?? entry.source?.authors ?? []).map(personOf),
    attachments: (entry.links ?? [])
      .filter(({ rel }) => rel === 'enclosure')
      .flatMap(({ href, type, length, title }) => attachmentOf(href, type, length, title) ?? []),
    language: entry.xml?.lang,
    ...(replyTo && { inReplyTo: { id: replyTo.ref, link: replyTo.href } }),
    // A page of replies for people is no feed.
    commentsFeed:
      !replies?.type || replies.type.includes('xml') ? (replies?.href ?? entry.wfw?.commentRss) : entry.wfw?.commentRss,
    commentCount: replies?.thr?.count ?? entry.thr?.total,
  };
}

function contentOf({ content }: AtomFeed.Entry<string>): Markup | undefined {
  if (!content?.value) return undefined;
  const type = content.type?.toLowerCase();
  const readable =
    !type || ['text', 'html', 'xhtml'].includes(type) || type.startsWith('text/') || type.endsWith('xml');
  return readable ? markupOf({ value: content.value, type }) : undefined;
}

function markupOf({ value, type }: { value: string; type?: string | undefined }): Markup {
  return { value, html: type !== undefined && /html|xml/i.test(type) };
}

function plain(text: AtomFeed.Text | undefined): string | undefined {
  return text?.value;
}

function personOf({ name, uri, email }: AtomFeed.Person): FeedPerson {
  return { name, email, url: uri };
}

function hrefOf(links: readonly Link[] | undefined, rel: string): string | undefined {
  return links?.find((link) => (link.rel ?? 'alternate') === rel)?.href;
}
