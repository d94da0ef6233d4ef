import type { Instant } from '../../../core/model/instant.js';
import type { Observed } from '../../../core/model/observed.js';
import { addressesOf } from './address.js';
import type { ParsedMail } from './parse-mail.js';
import { mailRef, messageId } from './thread.js';

const longestPart = 100_000;

/**
 * What a mail server reports of a mail that we sent (RFC 3464): that it came, or that it could not be delivered to somebody.
 * What only says that it takes longer tells nothing. A report that does not name the mail, or one of another's, or that
 * came from somebody who can be answered, is none.
 */
export function deliveryReport(
  { mail, header, library }: ParsedMail,
  at: Instant,
  isOwn: (address: string) => boolean,
): Observed | undefined {
  const type = header('content-type')[0] ?? '';
  if (!/^multipart\/report\b/i.test(type) || !/report-type\s*=\s*"?delivery-status\b/i.test(type)) return undefined;
  if ((header('return-path')[0] ?? '<>').trim() !== '<>') return undefined;
  const part = (...types: string[]) => {
    const found = mail.attachments.filter(({ mimeType }) => types.includes(mimeType.toLowerCase()));
    return found.length === 1 && found[0] ? textOf(found[0].content) : undefined;
  };
  const report = part('message/delivery-status', 'message/global-delivery-status');
  const original = part('message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers');
  if (report === undefined || original === undefined) return undefined;
  const [head = ''] = original.split(/\r?\n\r?\n/, 1);
  const id = messageId(fieldsOf(head, 'message-id')[0]);
  const from = addressesOf(library.addressParser(fieldsOf(head, 'from')[0] ?? ''), 10).addresses;
  if (id === undefined || !from.some(({ address }) => isOwn(address))) return undefined;
  const actions = fieldsOf(report, 'action').map((action) => action.toLowerCase());
  const status = actions.includes('failed')
    ? 'failed'
    : actions.length > 0 && actions.every((action) => action === 'delivered') && 'delivered';
  return status ? { type: 'delivery', of: mailRef(id), status, at } : undefined;
}

function textOf(content: ArrayBuffer | Uint8Array | string): string {
  return typeof content === 'string'
    ? content.slice(0, longestPart)
    : new TextDecoder().decode(new Uint8Array(content).subarray(0, longestPart));
}

/** The values of a field, with lines that were broken joined again. */
function fieldsOf(text: string, name: string): string[] {
  const start = `${name}:`;
  return text
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .filter((line) => line.slice(0, start.length).toLowerCase() === start)
    .map((line) => line.slice(start.length).trim());
}
