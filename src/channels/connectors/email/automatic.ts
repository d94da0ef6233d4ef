import type { InteractionHead } from '../../../core/model/interaction.js';

/** Gives the values of a header by its name in lower case. */
export type Headers = (name: string) => readonly string[];

/**
 * Whether a machine wrote a mail: an answer (`reply`), a list or newsletter (`bulk`), a report (`notice`).
 *
 * By RFC 3834 (`Auto-Submitted`), RFC 2919 and 2369 (list headers), RFC 6522 (`multipart/report`), and what mailers
 * wrote before them.
 */
export function automaticOf(header: Headers): InteractionHead['automatic'] {
  const first = (name: string) => (header(name)[0] ?? '').trim().toLowerCase();
  const has = (name: string) => header(name).length > 0;
  const submitted = first('auto-submitted');
  const precedence = first('precedence');
  const answers = ['x-autoreply', 'x-autorespond', 'x-autoresponder'].some((name) => has(name) && first(name) !== 'no');
  // Mail servers call their reports answers, too.
  if (first('content-type').startsWith('multipart/report')) return 'notice';
  if (answers || submitted.startsWith('auto-replied') || precedence.startsWith('auto_reply')) return 'reply';
  if (['list-id', 'list-unsubscribe', 'list-post'].some(has) || /^(?:bulk|list|junk)\b/.test(precedence)) return 'bulk';
  if (submitted !== '' && !submitted.startsWith('no')) return 'notice';
  // Only reports and answers come from nobody (RFC 5321, section 4.5.5).
  return first('return-path') === '<>' ? 'notice' : undefined;
}
