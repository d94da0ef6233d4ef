import type { Attachment } from '../../../core/model/content.js';
import type { Instant } from '../../../core/model/instant.js';
import type { Rejected } from '../../../core/page.js';

/** Text as a feed holds it. */
export interface Markup {
  value: string;
  html: boolean;
}

export interface FeedPerson {
  name?: string | undefined;
  email?: string | undefined;
  url?: string | undefined;
}

/** An item of RSS, an entry of Atom, an item of JSON Feed. */
export interface FeedEntry {
  id?: string | undefined;
  link?: string | undefined;
  title?: Markup | undefined;
  body?: Markup | undefined;
  published?: Instant | undefined;
  updated?: Instant | undefined;
  /** Whether its format says that `updated` changes with its wording. */
  updatedIsVersion?: boolean;
  people: FeedPerson[];
  attachments: Attachment[];
  language?: string | undefined;
  /** The id of what it answers (RFC 4685), or its address. */
  inReplyTo?: { id?: string | undefined; link?: string | undefined };
  /** Where its comments are listed. */
  commentsFeed?: string | undefined;
  commentCount?: number | undefined;
}

/** What a feed's document says, in whichever format. */
export interface FeedDocument {
  title?: string | undefined;
  /** The site it belongs to. */
  home?: string | undefined;
  /** Its own id or address, as it states it. */
  declaredId?: string | undefined;
  language?: string | undefined;
  people: FeedPerson[];
  /** Oldest first. */
  entries: FeedEntry[];
  rejected: Rejected[];
}

/** Keeps only what is not empty, at most so long. */
export function short(value: unknown, most: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' || text.length > most ? undefined : text.toWellFormed().replaceAll('\0', '');
}

/** The kind of file that a media type names. */
export function attachmentType(mediaType: string | undefined): Attachment['type'] {
  const kind = mediaType?.slice(0, mediaType.indexOf('/'));
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'file';
}

/** An attachment by its address; undefined when that can not be followed. */
export function attachmentOf(
  url: string | undefined,
  mediaType: string | undefined,
  bytes?: number | undefined,
  name?: string | undefined,
): Attachment | undefined {
  if (!url || url.length > 4000) return undefined;
  const kind = short(mediaType, 200);
  const label = short(name, 1000);
  return {
    type: attachmentType(kind),
    url,
    ...(kind && { mediaType: kind }),
    ...(label && { name: label }),
    ...(Number.isSafeInteger(bytes) && (bytes as number) > 0 && { bytes: bytes as number }),
  };
}
