import { isKenningError, KenningError } from '../../../core/errors.js';
import { Card } from './card.js';
import type { DavClient } from './dav-client.js';
import type { AddressBook } from './discover.js';
import { type ResourceStatus, textOf } from './multistatus.js';
import { multigetRequest } from './requests.js';

/** A card as the server has it. */
export interface StoredCard {
  card: Card;
  etag: string;
}

/** What the server said of a card that was asked for. */
export type Fetched = { name: string; text: string } | { name: string; gone: true } | { name: string; reason: string };

/** Reads and writes cards of an address book by their names in it. */
export interface CardStore {
  /** The name of a resource in the address book; undefined for what lies elsewhere and for folders. */
  nameOf(href: string): string | undefined;
  fetch(names: readonly string[], signal?: AbortSignal): Promise<Fetched[]>;
  /** @throws KenningError `not-found` when there is none */
  read(name: string, signal?: AbortSignal): Promise<StoredCard>;
  /** Writes over the card with this etag, or a new one. @throws KenningError `conflict` when there is another. */
  write(name: string, card: Card, etag: string | undefined, signal?: AbortSignal): Promise<void>;
  /** @throws KenningError `conflict` when it has changed */
  remove(name: string, etag: string, signal?: AbortSignal): Promise<void>;
}

export function cardStore(client: DavClient, { path }: AddressBook): CardStore {
  const pathOf = (name: string) => `${path}${encodeURIComponent(name)}`;
  const folder = decoded(path);

  function nameOf(href: string): string | undefined {
    const at = decoded(URL.parse(href, 'https://host.invalid')?.pathname ?? '');
    const name = at.startsWith(folder) ? at.slice(folder.length) : '';
    return name && name.length <= 1000 && !/[/\p{Cc}]/u.test(name) ? name : undefined;
  }

  async function fetch(names: readonly string[], signal?: AbortSignal): Promise<Fetched[]> {
    if (names.length === 0) return [];
    try {
      const { resources } = await client.report(path, multigetRequest(names.map(pathOf)), { depth: 1, signal });
      const said = new Map(resources.map((resource) => [nameOf(resource.href), resource]));
      return names.map((name) => fetchedOf(name, said.get(name)));
    } catch (error) {
      if (!isKenningError(error, 'too-large')) throw error;
      const [only] = names;
      if (names.length === 1 && only !== undefined) return [{ name: only, reason: error.message }];
      // Photos make cards large.
      const half = Math.ceil(names.length / 2);
      return [...(await fetch(names.slice(0, half), signal)), ...(await fetch(names.slice(half), signal))];
    }
  }

  return {
    nameOf,
    fetch,
    async read(name, signal) {
      const { data, headers } = await client.send({ path: pathOf(name), ...(signal && { signal }) });
      const etag = headers.get('etag');
      if (!etag)
        throw new KenningError(
          'unsupported',
          'The server tells no ETag of a card, so nothing can be written without risk to what others write.',
        );
      if (data.includes('\uFFFD'))
        throw new KenningError(
          'unsupported',
          `The card ${name} is not in UTF-8, so that writing it would damage it. Save it anew in the address book.`,
        );
      return { card: Card.read(data), etag };
    },
    async write(name, card, etag, signal) {
      const condition: Record<string, string> = etag === undefined ? { 'if-none-match': '*' } : { 'if-match': etag };
      await client.send({
        method: 'PUT',
        path: pathOf(name),
        body: card.text(),
        headers: { 'content-type': 'text/vcard; charset=utf-8', ...condition },
        // Under its condition a second one does nothing.
        repeatable: true,
        ...(signal && { signal }),
      });
    },
    async remove(name, etag, signal) {
      const headers = { 'if-match': etag };
      await client.send({ method: 'DELETE', path: pathOf(name), headers, repeatable: true, ...(signal && { signal }) });
    },
  };
}

function fetchedOf(name: string, resource: ResourceStatus | undefined): Fetched {
  const text = textOf(resource?.properties, 'address-data');
  if (text) return { name, text };
  if (resource?.status === 404 || resource?.status === 410) return { name, gone: true };
  return { name, reason: `the server does not give it (${resource?.status ?? 'it says nothing of it'})` };
}

/** A path without percent signs, as servers write the same one differently. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
