import type { Instant } from '../../../core/model/instant.js';
import type { NamedAddress } from './address.js';
import { loadNodemailer } from './load-nodemailer.js';

export interface OutgoingMail {
  from: NamedAddress;
  to: NamedAddress[];
  subject: string;
  text: string;
  /** The ids of the thread from its root on, without brackets; the last is what is answered. */
  references?: string[];
  /** Says that a machine wrote it, so that no other machine answers (RFC 3834, section 5). */
  automatic?: 'auto-replied' | 'auto-generated';
}

/**
 * Writes a mail as plain text. Long lines are encoded (quoted-printable) and not flowed (RFC 3676): what somebody wrote as
 * one line stays one, in scripts without spaces too.
 */
export async function composeMail(mail: OutgoingMail, id: string, at: Instant): Promise<Uint8Array> {
  const { MailComposer } = await loadNodemailer();
  const { from, to, subject, text, references = [], automatic } = mail;
  const named = ({ address, name = '' }: NamedAddress) => ({ address, name });
  const last = references.at(-1);
  return new MailComposer({
    from: named(from),
    to: to.map(named),
    subject,
    messageId: `<${id}>`,
    date: new Date(at),
    text,
    encoding: 'quoted-printable',
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(last !== undefined && { inReplyTo: `<${last}>`, references: references.map((one) => `<${one}>`) }),
    ...(automatic && { headers: { 'Auto-Submitted': automatic } }),
  })
    .compile()
    .build();
}
