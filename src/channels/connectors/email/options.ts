import { z } from 'zod';
import { type Clock, systemClock } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import { problemIn } from '../../../core/problem-in.js';
import { normalizeAddress } from './address.js';
import { type ImapOptions, imapOptions } from './mailbox-options.js';
import { type OwnAddresses, ownAddresses } from './own-addresses.js';
import { openLine } from './server-options.js';
import { type SmtpOptions, type Submission, smtpOptions, submissionOf } from './smtp-options.js';

interface CommonOptions {
  /**
   * Our own addresses: `support@example.com`, `Example Support <support@example.com>`, or `@example.com` for everybody
   * there. Mails of and to others are theirs. With `imap` it defaults to the user, when that is an address.
   */
  own?: string[];
  /** The largest mail that is read, in bytes; larger ones are rejected. Defaults to 25 MiB. */
  maxBytes?: number;
  /** Defaults to the system's. */
  clock?: Clock;
}

export interface EmailOptions extends CommonOptions {
  /** Files (mbox or one mail each) and folders, in the order in which they are read. */
  files: string | string[];
  /** Ends of the names of the files that are read in folders. Defaults to `.eml`, `.mbox` and `.mbx`; in a maildir's `cur` and `new` every file is. */
  extensions?: string[];
}

export interface LiveEmailOptions extends CommonOptions {
  /** The mailbox that is read. */
  imap: ImapOptions;
}

export interface WritingEmailOptions extends LiveEmailOptions {
  /** The server by which answers and messages leave. */
  smtp: SmtpOptions;
}

const common = {
  own: z.array(z.string().min(1).max(1000)).max(10_000).optional(),
  maxBytes: z.number().int().positive().max(500_000_000).optional(),
  clock: z.custom<Clock>((clock) => typeof (clock as Clock | undefined)?.now === 'function').optional(),
};
const fileSchema = z.strictObject({
  ...common,
  files: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(100_000)]),
  extensions: z.array(z.string().regex(/^\./, 'must begin with a dot').max(50)).min(1).max(50).optional(),
});
const liveSchema = z.strictObject({ ...common, imap: imapOptions, smtp: smtpOptions.optional() });

export interface ReadEmailOptions {
  files: string[];
  own: string[];
  maxBytes: number;
  extensions: string[];
  clock: Clock;
}

const mebibyte = 1024 * 1024;

/** Checks what the app says and fills in defaults. */
export function readEmailOptions(options: EmailOptions): ReadEmailOptions {
  const { files, own = [], maxBytes = 25 * mebibyte, extensions, clock = systemClock } = parsed(fileSchema, options);
  return {
    files: typeof files === 'string' ? [files] : files,
    own,
    maxBytes,
    extensions: (extensions ?? ['.eml', '.mbox', '.mbx']).map((extension) => extension.toLowerCase()),
    clock,
  };
}

export interface ReadLiveOptions {
  imap: ImapOptions;
  own: OwnAddresses;
  maxBytes: number;
  clock: Clock;
  /** How answers leave; absent when only reading is wanted. */
  submission?: Submission;
}

/** Checks what the app says of its mailbox and fills in defaults. */
export function readLiveOptions(options: LiveEmailOptions | WritingEmailOptions): ReadLiveOptions {
  const { imap, smtp, own, maxBytes = 25 * mebibyte, clock = systemClock } = parsed(liveSchema, options);
  const open = openLine(imap);
  if (open) throw new KenningError('invalid', open);
  const user = normalizeAddress(imap.user);
  const ours = ownAddresses(own ?? (user ? [user] : []));
  return { imap, maxBytes, clock, own: ours, ...(smtp && { submission: submissionOf(smtp, imap, ours) }) };
}

function parsed<Options>(schema: z.ZodObject & z.ZodType<Options>, options: unknown): Options {
  const { data, error } = schema.safeParse(options);
  if (!error) return data as Options;
  throw new KenningError(
    'invalid',
    `email: ${problemIn(error)}; its options are ${Object.keys(schema.shape).join(', ')}`,
  );
}
