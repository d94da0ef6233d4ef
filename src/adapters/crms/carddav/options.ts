import { z } from 'zod';
import { type Clock, systemClock } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import type { Fetch } from '../../../core/http/bounded-fetch.js';
import { problemIn } from '../../../core/problem-in.js';
import type { CardVersion } from './card.js';

/** What the server knows us by: a name and a password, often one for this app alone, or a token. */
export type CarddavCredentials = { username: string; password: string } | { token: string };

export interface CarddavOptions {
  /** The server, or a page of it: `https://dav.example.com`, the address of a principal or of an address book. */
  url: string;
  /** Gives the credentials. It is asked before each request, so it should remember them. */
  credentials: () => CarddavCredentials | Promise<CarddavCredentials>;
  /** Which address book, where there are several: its name, or the last part of its address. */
  addressBook?: string;
  /**
   * The scope of the contacts' ids. Defaults to `carddav/` and the host, path and address book. Give one where several
   * people's address books on one server are read.
   */
  source?: string;
  /** The version of vCard of new contacts. Defaults to 4.0, and to 3.0 where the server says that it takes no other. */
  version?: CardVersion;
  /** For one request, in milliseconds. Defaults to 30,000. */
  timeoutMs?: number;
  /** The longest answer that is read. Defaults to 10,000,000. Contacts are asked for in smaller parts where they do not fit. */
  maxBytes?: number;
  fetch?: Fetch;
  /** Defaults to the system's. */
  clock?: Clock;
}

const callable = <Type>() => z.custom<Type>((value) => typeof value === 'function', 'must be a function');

const schema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  credentials: callable<CarddavOptions['credentials']>(),
  addressBook: z.string().min(1).max(500).optional(),
  source: z.string().min(1).max(300).optional(),
  version: z.enum(['3.0', '4.0']).optional(),
  timeoutMs: z.int().positive().optional(),
  maxBytes: z.int().min(10_000).max(100_000_000).optional(),
  fetch: callable<Fetch>().optional(),
  clock: z.custom<Clock>((clock) => typeof (clock as Clock | undefined)?.now === 'function').optional(),
});

export interface CarddavSettings extends Omit<CarddavOptions, 'url' | 'source' | 'clock'> {
  url: URL;
  source: string;
  clock: Clock;
}

/** Checks what the app says and fills in defaults. */
export function readCarddavOptions(options: CarddavOptions): CarddavSettings {
  const parsed = schema.safeParse(options);
  if (!parsed.success) {
    throw new KenningError(
      'invalid',
      `carddav: ${problemIn(parsed.error)}; its options are ${Object.keys(schema.shape).join(', ')}`,
    );
  }
  const { url: address, source, clock = systemClock, ...rest } = parsed.data;
  const url = new URL(address);
  if (url.username || url.password)
    throw new KenningError('invalid', 'carddav.url: give name and password through `credentials`, not in the address.');
  if (url.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname))
    throw new KenningError('invalid', 'carddav.url: use https; over http everybody on the way reads the password.');
  const place = [url.host, ...url.pathname.split('/'), rest.addressBook].filter(Boolean).join('/');
  return { ...rest, url, clock, source: source ?? `carddav/${place}`.slice(0, 300) };
}
