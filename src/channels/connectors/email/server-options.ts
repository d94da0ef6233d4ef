import { z } from 'zod';

/** Asks the app for an access token. */
export type MailToken = (options: {
  /** The token that the server has just refused: give another one. */
  refused?: string;
  signal?: AbortSignal;
}) => string | Promise<string>;

/** How a mail server is reached. */
export interface ServerOptions {
  host: string;
  /** Defaults to the protocol's own. */
  port?: number;
  /**
   * `true`: encrypted from the first byte. `'starttls'`: encrypted before anything is said. `false`: not at all, only on
   * this machine. Defaults to true.
   */
  secure?: boolean | 'starttls';
  /** Certificates of authorities that are trusted besides the known ones, as PEM. */
  ca?: string;
  /** How long the server may be silent, in milliseconds. Defaults to 30,000. */
  timeoutMs?: number;
}

/** Who signs in: with a password, or with a token. */
export interface CredentialOptions {
  user: string;
  /** The password; absent when there is a token. */
  password?: string;
  /** Gives an access token (OAuth 2), which is sent as OAUTHBEARER or XOAUTH2. Called again, once, when it is refused. */
  token?: MailToken;
}

export const oneLine = z
  .string()
  .min(1)
  .max(1000)
  .refine((text) => !/\p{Cc}/u.test(text), 'must be one line');

export const serverShape = {
  host: oneLine,
  port: z.int().min(1).max(65_535).optional(),
  secure: z.union([z.boolean(), z.literal('starttls')]).optional(),
  ca: z.string().min(1).optional(),
  timeoutMs: z.int().positive().optional(),
};

export const credentialShape = {
  password: z.string().min(1).optional(),
  token: z.custom<MailToken>((token) => typeof token === 'function', 'must be a function').optional(),
};

/** Why nothing may be said over this line: a password would be read by everybody on the way. */
export function openLine({ host, secure }: Pick<ServerOptions, 'host' | 'secure'>): string {
  if (secure !== false || /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) return '';
  return `email: ${host} is another machine, so the line to it must be encrypted; set secure to true or 'starttls'`;
}

/** The known authorities and the app's. */
export async function trusted(ca: string): Promise<string[]> {
  const { rootCertificates } = await import('node:tls');
  return [...rootCertificates, ca];
}
