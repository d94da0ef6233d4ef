import { z } from 'zod';
import { type CredentialOptions, credentialShape, oneLine, type ServerOptions, serverShape } from './server-options.js';

/** What a folder is for (RFC 6154). */
export type FolderUse = 'inbox' | 'sent' | 'archive' | 'all';

export interface ImapOptions extends ServerOptions, CredentialOptions {
  /**
   * Which folders are read: by their use, or `{ path }`. Defaults to inbox, sent and archive; on Gmail to all mail, which
   * holds them, read once.
   */
  folders?: (FolderUse | { path: string })[];
  /** How often the stream looks into the folders that the server does not announce, in milliseconds. Defaults to 60,000. */
  checkEveryMs?: number;
}

const use = z.enum(['inbox', 'sent', 'archive', 'all']);

export const imapOptions = z
  .strictObject({
    ...serverShape,
    ...credentialShape,
    user: oneLine,
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
