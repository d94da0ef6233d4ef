import type { Email, Attachment as MailAttachment } from 'postal-mime';
import type { Attachment, Content, TextEntity } from '../../../core/model/content.js';
import { htmlToText } from '../../../core/text/html-to-text.js';
import { findQuotesAndSignatures } from './quoted-text.js';

const longestText = 1_000_000;
const mostEntities = 5000;
const mostAttachments = 500;

/** What a mail says: its plain text, else its HTML as text, with quotations and the signature marked. */
export function contentOf(mail: Email, decodeWords: (text: string) => string): Content {
  const { text, entities } = bodyOf(mail);
  const title = mail.subject === undefined ? '' : oneLine(decodeWords(mail.subject)).slice(0, 5000).toWellFormed();
  const marked = findQuotesAndSignatures(
    text,
    entities.filter(({ type }) => type === 'quote'),
  );
  const links = entities.filter(({ type }) => type === 'link');
  const all = [...marked, ...links].slice(0, mostEntities).sort((left, right) => left.start - right.start);
  const attachments = mail.attachments.slice(0, mostAttachments).map(attachmentOf);
  return {
    text,
    ...(title !== '' && { title }),
    ...(all.length > 0 && { entities: all }),
    ...(attachments.length > 0 && { attachments }),
  };
}

function bodyOf({ text, html }: Email): { text: string; entities: TextEntity[] } {
  const plain = text === undefined ? '' : cleanText(text);
  if (plain !== '' || html === undefined) return { text: plain, entities: [] };
  return htmlToText(html, { maxLength: longestText });
}

/** Whole characters, one kind of line end, no empty lines around; cleaned first, so that offsets stay right. */
function cleanText(text: string): string {
  const clean = text
    .slice(0, longestText + 10_000)
    .toWellFormed()
    .replaceAll('\0', '')
    .replace(/\r\n?/g, '\n');
  let start = 0;
  for (let at = 0; at < clean.length && ' \t\n'.includes(clean[at] as string); at++)
    if (clean[at] === '\n') start = at + 1;
  return clean
    .slice(start, start + longestText)
    .toWellFormed()
    .trimEnd();
}

function oneLine(text: string): string {
  return text.slice(0, 20_000).replaceAll('\0', '').split(/\s+/).join(' ').trim();
}

/** What is known of a file without keeping it. */
function attachmentOf({ filename, mimeType, description, content }: MailAttachment): Attachment {
  const kind = mimeType.slice(0, mimeType.indexOf('/'));
  const bytes = typeof content === 'string' ? content.length : content.byteLength;
  return {
    type: kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'file',
    ...(filename && { name: oneLine(filename).slice(0, 1000).toWellFormed() }),
    ...(mimeType && mimeType.length <= 200 && { mediaType: mimeType }),
    bytes,
    ...(description && { description: oneLine(description).slice(0, 10_000).toWellFormed() }),
  };
}
