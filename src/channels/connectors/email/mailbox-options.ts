import { z } from 'zod';
import type { Clock } from '../../../core/clock.js';

/** What a folder is for (RFC 6154). */
export type FolderUse = 'inbox' | 'sent' | 'archive' | 'all';

/** Asks the app for an access token. */
export type MailToken = (options: {
  /** The token that the server has just refused: give another one. */
  refused?: string;
  signal?: AbortSignal;
}) => string | Promise<string>;

export interface ImapOptions {
  host: string;
  /** Defaults to the protocol's own. */
  port?: number;
  /**
   * `true`: encrypted from the first byte. `'starttls'`: encrypted before anything is said. `false`: not at all, only on
   * this machine. Defaults to true.
   */
  secure?: boolean | 'starttls';
  user: string;
  /** The password; absent when there is a token. */
  password?: string;
  /** Gives an access token (OAuth 2), which is sent as OAUTHBEARER or XOAUTH2. Called again, once, when it is refused. */
  token?: MailToken;
  /** Certificates of authorities that are trusted besides the known ones, as PEM. */
  ca?: string;
  /** How long the server may be silent, in milliseconds. Defaults to 30,000. */
  timeoutMs?: number;
  /**
   * Which folders are read: by their use, or `{ path }`. Defaults to inbox, sent and archive; on Gmail to all mail, which
   * holds them, read once.
   */
  folders?: (FolderUse | { path: string })[];
  /** How often the stream looks into the folders that the server does not announce, in milliseconds. Defaults to 60,000. */
  checkEveryMs?: number;
}

export interface MailboxOptions {
  imap: ImapOptions;
  own: string[];
  maxBytes: number;
  clock: Clock;
}

const oneLine = z
  .string()
  .min(1)
  .max(1000)
  .refine((text) => !/\p{Cc}/u.test(text), 'must be one line');
const use = z.enum(['inbox', 'sent', 'archive', 'all']);

export const imapOptions = z
  .strictObject({
    host: oneLine,
    port: z.int().min(1).max(65_535).optional(),
    secure: z.union([z.boolean(), z.literal('starttls')]).optional(),
    user: oneLine,
    password: z.string().min(1).optional(),
    token: z.custom<MailToken>((token) => typeof token === 'function', 'must be a function').optional(),
    ca: z.string().min(1).optional(),
    timeoutMs: z.int().positive().optional(),
    folders: z
      .array(z.union([use, z.strictObject({ path: oneLine })]))
      .min(1)
      .max(100)
      .optional(),
    checkEveryMs: z.int().positive().optional(),
  })
  .refine(
    ({ password, token }) => (password === undefined) !== (token === undefined),
    'needs either a password or a token',
  ) satisfies z.ZodType<ImapOptions>;

/** Why nothing may be said over this line: a password would be read by everybody on the way. */
export function openLine({ host, secure }: Pick<ImapOptions, 'host' | 'secure'>): string {
  if (secure !== false || /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) return '';
  return `email: ${host} is another machine, so the line to it must be encrypted; set secure to true or 'starttls'`;
}
