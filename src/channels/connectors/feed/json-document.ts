import type { JsonFeed } from 'feedsmith';
import { parseDate } from '../../../core/text/parse-date.js';
import { attachmentOf, type FeedDocument, type FeedEntry, type FeedPerson, type Markup } from './feed-document.js';

/** Reads JSON Feed 1.0 and 1.1. */
export function readJson(feed: JsonFeed.Feed<string>): FeedDocument {
  return {
    title: feed.title,
    home: feed.home_page_url,
    declaredId: feed.feed_url ?? feed.home_page_url,
    language: feed.language,
    people: (feed.authors ?? []).map(personOf),
    entries: (feed.items ?? []).map(readItem).reverse(),
    rejected: [],
  };
}

function readItem(item: JsonFeed.Item<string>): FeedEntry {
  const files = (item.attachments ?? []).map(({ url, mime_type, size_in_bytes, title }) =>
    attachmentOf(url, mime_type, size_in_bytes, title),
  );
  const modified = parseDate(item.date_modified);
  return {
    id: item.id,
    link: item.url ?? item.external_url,
    title: item.title ? { value: item.title, html: false } : undefined,
    body: bodyOf(item),
    published: parseDate(item.date_published) ?? modified,
    updated: modified,
    updatedIsVersion: true,
    people: (item.authors ?? []).map(personOf),
    attachments: [attachmentOf(item.image, 'image/*'), ...files].filter((file) => file !== undefined),
    language: item.language,
  };
}

function bodyOf({ content_html, content_text, summary }: JsonFeed.Item<string>): Markup | undefined {
  if (content_html) return { value: content_html, html: true };
  const text = content_text ?? summary;
  return text ? { value: text, html: false } : undefined;
}

function personOf({ name, url }: JsonFeed.Author): FeedPerson {
  return { name, url };
}
