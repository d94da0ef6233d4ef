import { decodeDocument } from '../../../core/text/decode-document.js';
import type { Seen } from './feed-cursor.js';
import type { FeedDocument, FeedEntry } from './feed-document.js';
import { type FetchedDocument, fetchDocument, placeOf, type Validators } from './fetch-document.js';
import type { ReadFeedOptions } from './options.js';
import { parseDocument } from './parse-document.js';

/** Where a document comes from. */
export interface Source {
  /** Names it in cursors; holds no secret. */
  key: string;
  /** Names it for people. */
  place: string;
  url?: string;
  /** For a feed of comments that a post named: the post. */
  post?: FeedEntry;
  load(known: Validators | undefined, signal: AbortSignal | undefined): Promise<FetchedDocument | undefined>;
}

/** A document as it was read. */
export interface ReadDocument extends Seen {
  document: FeedDocument;
}

const mostKept = 4;

/** Reads documents and keeps the last ones, so that one that is given in several pages is read once. */
export class DocumentReader {
  readonly #kept = new Map<string, ReadDocument>();

  /** The document as it was read last, when it was. */
  kept({ key }: Source): ReadDocument | undefined {
    return this.#kept.get(key);
  }

  /** Reads it; `undefined` when it is the same as was seen. */
  async read(
    source: Source,
    seen: Seen | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ReadDocument | undefined> {
    const loaded = await source.load(seen, signal);
    signal?.throwIfAborted();
    if (!loaded) return undefined;
    const hash = await hashOf(loaded.bytes);
    if (seen?.hash === hash) return undefined;
    const known = this.#kept.get(source.key);
    const document =
      known?.hash === hash
        ? known.document
        : await parseDocument(decodeDocument(loaded.bytes, loaded.charset), source.place);
    return this.#keep(source, { hash, ...loaded.validators, document });
  }

  /** The document as it is now; unchanged, it is not read again. */
  async latest(source: Source, signal: AbortSignal | undefined): Promise<ReadDocument> {
    const known = this.#kept.get(source.key);
    const read = (await this.read(source, known, signal)) ?? known;
    // A server that says "unchanged" to somebody who knows nothing is asked for nothing less than all.
    return read ?? ((await this.read(source, undefined, signal)) as ReadDocument);
  }

  #keep({ key }: Source, read: ReadDocument): ReadDocument {
    this.#kept.delete(key);
    this.#kept.set(key, read);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return read;
  }
}

async function hashOf(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
  return Array.from(digest.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The document that the app named. */
export function namedSource(options: ReadFeedOptions): Source {
  const { url, file, document } = options;
  if (url !== undefined) return urlSource(url, options);
  const bytes = typeof document === 'string' ? new TextEncoder().encode(document) : document;
  if (bytes)
    return {
      key: 'document',
      place: 'the document',
      load: async () => ({ bytes, charset: charsetOf(document), validators: {} }),
    };
  const path = file as string;
  return {
    key: 'file',
    place: path,
    load: async (_known, signal) => {
      const { readFeedFile } = await import('./read-feed-file.js');
      return { bytes: await readFeedFile(path, { maxBytes: options.maxBytes, signal }), validators: {} };
    },
  };
}

/** A text was decoded already, whatever its declaration says. */
function charsetOf(document: string | Uint8Array | undefined): string | undefined {
  return typeof document === 'string' ? 'utf-8' : undefined;
}

export function urlSource(url: string, options: ReadFeedOptions, post?: FeedEntry): Source {
  return {
    key: keyOf(url),
    place: placeOf(url),
    url,
    ...(post && { post }),
    load: (known, signal) =>
      fetchDocument(url, {
        ...options,
        fetch: post ? options.fetch.found : options.fetch.named,
        now: options.clock.now(),
        known,
        signal,
      }),
  };
}

/** A short hash (FNV-1a, twice), since an address may hold a secret. */
function keyOf(url: string): string {
  let forward = 0x811c9dc5;
  let backward = 0x811c9dc5;
  for (let index = 0; index < url.length; index++) {
    forward = Math.imul(forward ^ url.charCodeAt(index), 0x01000193) >>> 0;
    backward = Math.imul(backward ^ url.charCodeAt(url.length - 1 - index), 0x01000193) >>> 0;
  }
  return forward.toString(36) + backward.toString(36);
}
