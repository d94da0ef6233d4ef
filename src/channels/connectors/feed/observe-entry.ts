import type { Content } from '../../../core/model/content.js';
import type { Instant } from '../../../core/model/instant.js';
import type { InteractionRef } from '../../../core/model/interaction.js';
import type { Observed } from '../../../core/model/observed.js';
import { htmlToText } from '../../../core/text/html-to-text.js';
import { type FeedDocument, type FeedEntry, type Markup, short } from './feed-document.js';
import { authorsOf, type Speakers, webAddress } from './feed-people.js';

const longestText = 1_000_000;
const longestTitle = 5000;
const mostAttachments = 500;
const dayMs = 86_400_000;

/** What an entry answers. */
export interface Answers {
  root?: InteractionRef | undefined;
  inReplyTo?: InteractionRef | undefined;
}

export interface ObserveEntryOptions extends Speakers {
  document: FeedDocument;
  now: Instant;
  answers: Answers;
}

/** Names an entry: its id, else its address, else a hash of what it says; undefined when it says nothing at all. */
export async function entryId(entry: FeedEntry): Promise<string | undefined> {
  const named = short(entry.id, 2000) ?? short(entry.link, 2000);
  if (named) return named;
  const { title, body, published } = entry;
  if (!title && !body && entry.attachments.length === 0) return undefined;
  const said = JSON.stringify([title?.value, body?.value, published, entry.attachments[0]?.url]);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(said)));
  return `sha256:${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** What an entry says, in the shape of the model. */
export function observeEntry(entry: FeedEntry, externalId: string, options: ObserveEntryOptions): Observed {
  const { document, now, realm, answers, baseUrl } = options;
  const at = notLater(entry.published ?? entry.updated, now) ?? now;
  const updated = notLater(entry.updated, now);
  const permalink = webAddress(entry.link, baseUrl);
  const profiles = authorsOf(entry.people, document, at, { ...options, baseUrl: permalink ?? baseUrl });
  const others = (ref: InteractionRef | undefined) => (ref?.externalId === externalId ? undefined : ref);
  const root = others(answers.root);
  const inReplyTo = others(answers.inReplyTo);
  const { commentCount } = entry;
  return {
    type: 'said',
    interaction: {
      network: 'feed',
      realm,
      externalId,
      kind: 'post',
      at,
      content: contentOf(entry, document, permalink ?? baseUrl),
      ...(entry.updatedIsVersion && updated && { version: updated }),
      ...(updated && updated > at && { revisedAt: updated }),
      ...(root && { root }),
      ...(inReplyTo && { inReplyTo }),
      visibility: 'public',
      ...(permalink && { permalink }),
      origin: 'public-feed',
      participants: profiles.map(({ source, externalId: of }) => ({ role: 'author', of: { source, externalId: of } })),
      ...(Number.isSafeInteger(commentCount) &&
        (commentCount as number) >= 0 && { counts: [{ action: 'CommentAction', total: commentCount as number }] }),
    },
    profiles,
  };
}

/** A date more than a day ahead is a wrong clock or a post that was set for later; it was not said then. */
function notLater(at: Instant | undefined, now: Instant): Instant | undefined {
  return at !== undefined && Date.parse(at) <= Date.parse(now) + dayMs ? at : undefined;
}

function contentOf(entry: FeedEntry, document: FeedDocument, baseUrl: string | undefined): Content {
  const body = entry.body ? plainText(entry.body, longestText, baseUrl) : { text: '', entities: [] };
  const title = entry.title ? plainText(entry.title, longestTitle, baseUrl).text.replace(/\s+/g, ' ') : '';
  const language = short(entry.language, 50) ?? short(document.language, 50);
  const attachments = entry.attachments.slice(0, mostAttachments).flatMap((file) => {
    const url = webAddress(file.url, baseUrl);
    return url ? { ...file, url } : [];
  });
  return {
    text: body.text,
    ...(title && { title }),
    ...(body.entities.length > 0 && { entities: body.entities }),
    ...(attachments.length > 0 && { attachments }),
    ...(language && { language }),
  };
}

function plainText({ value, html }: Markup, maxLength: number, baseUrl: string | undefined) {
  if (html) return htmlToText(value, { maxLength, ...(baseUrl && { baseUrl }) });
  const text = value.slice(0, maxLength).toWellFormed().replaceAll('\0', '').replace(/\r\n?/g, '\n').trim();
  return { text, entities: [] };
}
