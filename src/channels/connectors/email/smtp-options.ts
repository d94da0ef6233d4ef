import { z } from 'zod';
import { KenningError } from '../../../core/errors.js';
import type { NamedAddress } from './address.js';
import type { ImapOptions } from './mailbox-options.js';
import { type OwnAddresses, ownAddress } from './own-addresses.js';
import {
  type CredentialOptions,
  credentialShape,
  oneLine,
  openLine,
  type ServerOptions,
  serverShape,
} from './server-options.js';

/** The server that takes mail to be sent. Who signs in defaults to the mailbox's user, password or token. */
export interface SmtpOptions extends ServerOptions, Partial<CredentialOptions> {
  /**
   * From which address messages go: `Example Support <support@example.com>`. Answers go from the address of ours that was
   * written to, else from this one. Defaults to the first of `own`.
   */
  from?: string;
  /**
   * Whether the server itself puts what it sends into the folder of sent mail, as Gmail and Microsoft's do. Otherwise we do.
   * Defaults to what the mailbox shows: true on Gmail.
   */
  keepsCopies?: boolean;
  /** Whether answers repeat what they answer below the text. Defaults to false. */
  quote?: boolean;
}

/** How answers leave, with all that was left out filled in. */
export interface Submission {
  server: ServerOptions & CredentialOptions;
  from: NamedAddress;
  keepsCopies: boolean | undefined;
  quote: boolean;
}

export const smtpOptions = z
  .strictObject({
    ...serverShape,
    ...credentialShape,
    user: oneLine.optional(),
    from: oneLine.optional(),
    keepsCopies: z.boolean().optional(),
    quote: z.boolean().optional(),
  })
  .refine(
    ({ password, token }) => password === undefined || token === undefined,
    'takes a password or a token, not both',
  )
  .refine(
    ({ user, password, token }) => user === undefined || password !== undefined || token !== undefined,
    'a user of its own needs a password or a token of its own',
  ) satisfies z.ZodType<SmtpOptions>;

/** Fills in what the mailbox says already. */
export function submissionOf(smtp: SmtpOptions, imap: ImapOptions, own: OwnAddresses): Submission {
  const open = openLine(smtp);
  if (open) throw new KenningError('invalid', open);
  const { from: written, keepsCopies, quote = false, user = imap.user, password, token, ...server } = smtp;
  const from = written === undefined ? own.first : ownAddress(written);
  if (!from)
    throw new KenningError(
      'invalid',
      written === undefined
        ? 'email.smtp.from: say from which address mail goes; `own` names none'
        : `email.smtp.from: ${JSON.stringify(written)} is no e-mail address`,
    );
  const given = password === undefined && token === undefined ? imap : { password, token };
  return {
    server: {
      ...server,
      user,
      ...(given.password !== undefined && { password: given.password }),
      ...(given.token && { token: given.token }),
    },
    from,
    keepsCopies,
    quote,
  };
}
