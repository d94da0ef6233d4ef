import { isKenningError } from '../../../core/errors.js';
import type { Identifier } from '../../../core/model/identifier.js';
import type { Contact } from '../../../core/model/source-record.js';
import { walk } from '../../../core/page.js';
import { identifierKey, otherIdentifier } from './card-identifiers.js';
import type { Listing, Shelf } from './listing.js';
import { textOf } from './multistatus.js';
import { profileProperties } from './profile-lines.js';
import { queryRequest, type TextMatch } from './requests.js';

const mostMatches = 50;

/**
 * Contacts that say any of these. The server narrows it down, and what it gives is looked at here, since it knows nothing
 * of how numbers are written. Where it can not search, everything is read.
 */
export async function findCards(
  shelf: Shelf,
  listing: Listing,
  identifiers: readonly Identifier[],
  signal?: AbortSignal,
): Promise<Contact[]> {
  const wanted = new Set(identifiers.map(identifierKey));
  const says = (contact: Contact) => contact.identifiers.some((one) => wanted.has(identifierKey(one)));
  const found = new Map<string, Contact>();
  const matches = identifiers.flatMap(matchesOf);
  try {
    for (let at = 0; at < matches.length; at += mostMatches)
      for (const contact of await query(matches.slice(at, at + mostMatches)))
        if (says(contact)) found.set(contact.externalId, contact);
  } catch (error) {
    if (!isKenningError(error, 'unsupported') && !isKenningError(error, 'too-large')) throw error;
    const pages = walk((options) => listing.page(options), { ...(signal && { signal }) });
    for await (const { items } of pages)
      for (const item of items)
        if (item.type === 'contact' && says(item.contact)) found.set(item.contact.externalId, item.contact);
  }
  return [...found.values()];

  async function query(part: readonly TextMatch[]): Promise<Contact[]> {
    const { client, book, cards } = shelf;
    const { resources } = await client.report(book.path, queryRequest(part), { depth: 1, signal });
    return resources.flatMap(({ href, properties }) => {
      const name = cards.nameOf(href);
      const text = textOf(properties, 'address-data');
      const read = name !== undefined && text ? listing.observe(name, text) : undefined;
      return read && 'contact' in read ? [read.contact] : [];
    });
  }
}

function matchesOf({ kind, value }: Identifier): TextMatch[] {
  if (kind === 'email') return [{ property: 'EMAIL', contains: value }];
  // However a number is written, its last two digits stand together.
  if (kind === 'phone') return [{ property: 'TEL', contains: value.replace(/\D/g, '').slice(-2) }];
  const properties = kind === 'url' ? ['URL', ...profileProperties] : [...profileProperties, otherIdentifier];
  return properties.map((property) => ({ property, contains: value }));
}
