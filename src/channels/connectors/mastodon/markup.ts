import type { TextEntity } from '../../../core/model/content.js';
import { htmlToText, type PlainText } from '../../../core/text/html-to-text.js';
import { mostEntities } from '../../../core/text/text-builder.js';
import type { MentionView } from './views.js';

/** What a post names beside its HTML. */
export interface Marks {
  mentions?: readonly Pick<MentionView, 'username' | 'acct' | 'url'>[];
  tags?: readonly { name: string }[];
  emojis?: readonly Emoji[];
}

interface Emoji {
  shortcode: string;
  url?: string | undefined;
}

/** The text of a post's HTML. Links that the instance says are mentions or tags are marked as such, and custom emoji. */
export function plainTextOf(
  html: string,
  { mentions = [], tags = [], emojis = [] }: Marks,
  baseUrl: string,
): PlainText {
  const { text, entities } = htmlToText(html, { baseUrl });
  const named = new Map(mentions.flatMap(({ username, acct, url }) => [username, acct, url].map((key) => [key, url])));
  const tagged = new Set(tags.map(({ name }) => name.toLowerCase()));
  const marked = entities.map((entity): TextEntity => {
    if (entity.type !== 'link') return entity;
    const shown = text.slice(entity.start, entity.end);
    if (/^[#＃]/.test(shown) && tagged.has(shown.slice(1).toLowerCase())) return { ...entity, type: 'tag' };
    // An address tells namesakes on two servers apart; some servers link to another page of the same account.
    const key = shown.startsWith('@') && [entity.url, shown.slice(1)].find((name) => named.has(name));
    if (!key) return entity;
    const url = named.get(key) ?? entity.url;
    return { ...entity, type: 'mention', ...(url && { url }) };
  });
  const all = [...marked, ...emojiIn(text, emojis)];
  all.sort((left, right) => left.start - right.start || right.end - left.end);
  return { text, entities: all.slice(0, mostEntities) };
}

function emojiIn(text: string, emojis: readonly Emoji[]): TextEntity[] {
  if (emojis.length === 0) return [];
  const urls = new Map(emojis.map(({ shortcode, url }) => [shortcode, url]));
  // A colon may end one shortcode and begin the next.
  return [...text.matchAll(/:(\w{1,200})(?=:)/g)].flatMap(({ 0: { length }, 1: name = '', index: start }) => {
    const url = urls.get(name);
    return urls.has(name) ? [{ type: 'emoji', start, end: start + length + 1, ...(url && { url }) }] : [];
  });
}

/** A name without its custom emoji, which are ornaments. */
export function withoutEmoji(name: string, emojis: readonly Emoji[]): string {
  const known = new Set(emojis.map(({ shortcode }) => shortcode));
  return name
    .replace(/:(\w{1,200}):/g, (written, shortcode) => (known.has(shortcode) ? '' : written))
    .replace(/\s+/g, ' ')
    .trim();
}
