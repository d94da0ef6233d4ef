import { isKenningError, KenningError } from '../../../core/errors.js';
import type { CardVersion } from './card.js';
import type { DavClient } from './dav-client.js';
import { childOf, childrenOf, type ResourceStatus, textOf } from './multistatus.js';
import type { CarddavSettings } from './options.js';
import { placesRequest } from './requests.js';

export interface AddressBook {
  /** Its path, with a slash at its end. */
  path: string;
  name: string;
  /** Whether it tells what changed (RFC 6578). */
  tellsChanges: boolean;
  /** The version of new cards. */
  version: CardVersion;
}

/**
 * Finds the address book (RFC 6764): what the address names, else the principal that we are there, its home, and the
 * address book in it that the options mean.
 */
export async function discover(
  client: DavClient,
  settings: CarddavSettings,
  signal?: AbortSignal,
): Promise<AddressBook> {
  const ask = async (path: string, depth: 0 | 1) =>
    (await client.propfind(path, placesRequest, { depth, signal })).resources;
  const [here] = await firstThatIsThere(settings.url.pathname, (path) => ask(path, 0));
  if (here && isAddressBook(here)) return addressBookOf(here, settings);
  const principal = here && hrefIn(here, 'current-user-principal');
  const home =
    (here && hrefIn(here, 'addressbook-home-set')) ??
    // Some servers say no home: there the principal is it.
    (principal && ((await homeOf(principal)) ?? principal));
  if (!home)
    throw new KenningError(
      'not-found',
      'carddav.url: no address book was found there. Give the address of one, as the server shows it.',
    );
  const books = (await ask(pathOf(home, settings), 1)).filter(isAddressBook);
  return addressBookOf(chosen(books, settings), settings);

  async function homeOf(href: string): Promise<string | undefined> {
    const [resource] = await ask(pathOf(href, settings), 0);
    return resource && hrefIn(resource, 'addressbook-home-set');
  }
}

/** The root of a server often has no CardDAV itself, and its well-known address sends us to where it is. */
async function firstThatIsThere(
  path: string,
  ask: (path: string) => Promise<ResourceStatus[]>,
): Promise<ResourceStatus[]> {
  if (path !== '/') return ask(path);
  try {
    return await ask('/.well-known/carddav');
  } catch (error) {
    if (!['not-found', 'unsupported', 'unexpected', 'invalid'].some((code) => isKenningError(error, code as 'invalid')))
      throw error;
    return ask(path);
  }
}

function chosen(books: readonly ResourceStatus[], { addressBook }: CarddavSettings): ResourceStatus {
  const named = books.filter(
    (book) => addressBook === undefined || nameOf(book) === addressBook || lastPart(book.href) === addressBook,
  );
  const [only] = named;
  if (only && named.length === 1) return only;
  const names = books.slice(0, 20).map((book) => `"${nameOf(book).slice(0, 100)}" (${lastPart(book.href)})`);
  throw new KenningError(
    only ? 'invalid' : 'not-found',
    books.length === 0
      ? 'This account has no address book on the server: make one there.'
      : `carddav.addressBook: say which address book is meant: ${names.join(', ')}.`,
  );
}

function addressBookOf(book: ResourceStatus, settings: CarddavSettings): AddressBook {
  const path = pathOf(book.href, settings);
  const reports = childrenOf(childOf(book.properties, 'supported-report-set'), 'supported-report');
  const versions = childrenOf(childOf(book.properties, 'supported-address-data'), 'address-data-type').map(
    (type) => type['@version'],
  );
  return {
    path: path.endsWith('/') ? path : `${path}/`,
    name: nameOf(book),
    tellsChanges: reports.some((report) => Object.hasOwn(childOf(report, 'report') ?? {}, 'sync-collection')),
    version: settings.version ?? (versions.includes('3.0') && !versions.includes('4.0') ? '3.0' : '4.0'),
  };
}

const isAddressBook = ({ properties }: ResourceStatus) =>
  Object.hasOwn(childOf(properties, 'resourcetype') ?? {}, 'addressbook');

function hrefIn({ properties }: ResourceStatus, name: string): string | undefined {
  return textOf(childOf(properties, name), 'href').trim() || undefined;
}

function nameOf({ href, properties }: ResourceStatus): string {
  return textOf(properties, 'displayname').trim() || lastPart(href);
}

function lastPart(href: string): string {
  return href.split('/').filter(Boolean).at(-1) ?? href;
}

/** The path of an address on this server. @throws KenningError `invalid` for one elsewhere. */
function pathOf(href: string, { url }: CarddavSettings): string {
  const address = URL.parse(href, url);
  if (address?.origin === url.origin) return address.pathname;
  throw new KenningError(
    'invalid',
    `carddav.url: the address book lies on ${address?.origin.slice(0, 200) ?? 'another server'}, where the credentials are not sent. Give that address if it is right.`,
  );
}
