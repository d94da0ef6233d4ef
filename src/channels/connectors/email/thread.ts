import type { InteractionRef } from '../../../core/model/interaction.js';

const longestId = 1900;

/** Names a mail by its id. */
export function mailRef(externalId: string): InteractionRef {
  return { network: 'email', realm: '', externalId };
}

/**
 * The id in a `Message-ID` header: without angle brackets and white space; case counts.
 *
 * @returns undefined when there is none that could name one mail alone.
 */
export function messageId(header: string | undefined): string | undefined {
  if (!header) return undefined;
  const open = header.indexOf('<');
  const close = open < 0 ? -1 : header.indexOf('>', open);
  const written = open < 0 ? header : header.slice(open + 1, close < 0 ? undefined : close);
  if (written.length > longestId) return undefined;
  const id = written.replace(/[\s\p{Cc}]+/gu, '');
  return id.length < 3 ? undefined : id;
}

export interface Thread {
  root?: InteractionRef;
  inReplyTo?: InteractionRef;
}

/**
 * Where a mail stands in its thread (RFC 5322, section 3.6.4): the first id of `References` is the root; `In-Reply-To`,
 * else the last id of `References`, is what it answers. Without `References` what it answers stands for the root.
 */
export function threadOf(self: string, references: string | undefined, inReplyTo: string | undefined): Thread {
  const others = (id: string | undefined) => (id === self ? undefined : id);
  const parent = others(bracketed(inReplyTo, 'first')) ?? others(bracketed(references, 'last'));
  const root = others(bracketed(references, 'first')) ?? parent;
  return { ...(root && { root: mailRef(root) }), ...(parent && { inReplyTo: mailRef(parent) }) };
}

/** The first or last id in angle brackets; old mailers write other things beside them. */
function bracketed(header: string | undefined, which: 'first' | 'last'): string | undefined {
  if (!header) return undefined;
  const open = which === 'first' ? header.indexOf('<') : header.lastIndexOf('<');
  const id = open < 0 ? undefined : messageId(header.slice(open, open + longestId + 2));
  return id?.includes('@') ? id : undefined;
}
