import { z } from 'zod';
import { type Clock, systemClock } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';

export interface EmailOptions {
  /** Files (mbox or one mail each) and folders, in the order in which they are read. */
  files: string | string[];
  /**
   * Our own addresses: `support@example.com`, `Example Support <support@example.com>`, or `@example.com` for everybody
   * there. Mails of and to others are theirs.
   */
  own?: string[];
  /** The largest mail that is read, in bytes; larger ones are rejected. Defaults to 25 MiB. */
  maxBytes?: number;
  /** Ends of the names of the files that are read in folders. Defaults to `.eml`, `.mbox` and `.mbx`; in a maildir's `cur` and `new` every file is. */
  extensions?: string[];
  /** Defaults to the system's. */
  clock?: Clock;
}

const schema = z.strictObject({
  files: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(100_000)]),
  own: z.array(z.string().min(1).max(1000)).max(10_000).optional(),
  maxBytes: z.number().int().positive().max(500_000_000).optional(),
  extensions: z.array(z.string().regex(/^\./, 'must begin with a dot').max(50)).min(1).max(50).optional(),
  clock: z.custom<Clock>((clock) => typeof (clock as Clock | undefined)?.now === 'function').optional(),
});

export interface ReadEmailOptions {
  files: string[];
  own: string[];
  maxBytes: number;
  extensions: string[];
  clock: Clock;
}

/** Checks what the app says and fills in defaults. */
export function readEmailOptions(options: EmailOptions): ReadEmailOptions {
  const parsed = schema.safeParse(options);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = ['email', ...(issue?.path ?? [])].join('.');
    throw new KenningError(
      'invalid',
      `${where}: ${issue?.message ?? 'not understood'}; its options are ${Object.keys(schema.shape).join(', ')}`,
    );
  }
  const { files, own = [], maxBytes = 25 * 1024 * 1024, extensions, clock = systemClock } = parsed.data;
  return {
    files: typeof files === 'string' ? [files] : files,
    own,
    maxBytes,
    extensions: (extensions ?? ['.eml', '.mbox', '.mbx']).map((extension) => extension.toLowerCase()),
    clock,
  };
}
