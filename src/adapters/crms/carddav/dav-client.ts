import { type HttpAnswer, type HttpClient, httpClient } from '../../../core/http/http-client.js';
import type { ErrorDescription } from '../../../core/http/http-error.js';
import type { HttpRequest } from '../../../core/http/http-request.js';
import { davFetch } from './dav-fetch.js';
import { type Multistatus, readMultistatus } from './multistatus.js';
import type { CarddavCredentials, CarddavSettings } from './options.js';

/** Speaks WebDAV with one server. Paths are as the server writes them, from its root. */
export interface DavClient {
  /** @param depth 1 with what lies in it */
  propfind(
    path: string,
    body: string,
    options: { depth: 0 | 1; signal?: AbortSignal | undefined },
  ): Promise<Multistatus>;
  report(path: string, body: string, options: { depth: 0 | 1; signal?: AbortSignal | undefined }): Promise<Multistatus>;
  send(request: Omit<HttpRequest<string>, 'as'>): Promise<HttpAnswer<string>>;
}

export function davClient(settings: CarddavSettings): DavClient {
  const { url, credentials, fetch, clock, timeoutMs = 30_000, maxBytes } = settings;
  const client: HttpClient = httpClient({
    name: `CardDAV at ${url.host}`,
    baseUrl: url.origin,
    headers: { accept: 'text/vcard, application/xml, text/xml, */*;q=0.5' },
    async authorize(refused) {
      const headers = { authorization: authorizationOf(await credentials()) };
      return headers.authorization === refused?.authorization ? undefined : headers;
    },
    describeError,
    fetch: davFetch(fetch),
    clock,
    timeoutMs,
    ...(maxBytes !== undefined && { maxBytes }),
  });
  const send: DavClient['send'] = (request) =>
    client.request<string>({ ...request, path: `./${request.path.replace(/^\/+/, '')}`, as: 'text' });
  const ask =
    (method: 'PROPFIND' | 'REPORT'): DavClient['propfind'] =>
    async (path, body, { depth, signal }) => {
      const headers = { depth: String(depth), 'content-type': 'application/xml; charset=utf-8' };
      const { data } = await send({ method, path, body, headers, ...(signal && { signal }) });
      return readMultistatus(data);
    };
  return { propfind: ask('PROPFIND'), report: ask('REPORT'), send };
}

function authorizationOf(credentials: CarddavCredentials): string {
  if ('token' in credentials) return `Bearer ${credentials.token}`;
  const bytes = new TextEncoder().encode(`${credentials.username}:${credentials.password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}

/** What the body of an error says by the name of an element (RFC 4918, RFC 6352 and RFC 6578). */
const conditions: Readonly<Record<string, ErrorDescription>> = {
  'valid-sync-token': {
    code: 'not-found',
    message: 'the server knows the place of the last reading no longer; read everything anew',
  },
  'supported-address-data': {
    code: 'unsupported',
    message: 'the server does not take vCards of this version; set `version` to the other one',
  },
  'supported-filter': { code: 'unsupported', message: 'the server can not search for this' },
  'supported-collation': { code: 'unsupported', message: 'the server can not search for this' },
  'supported-report': { code: 'unsupported', message: 'the server has no such report' },
  'valid-address-data': { code: 'invalid', message: 'the server finds the vCard wrong' },
  'no-uid-conflict': { code: 'conflict', message: 'another card has this UID; merge the two in the address book' },
  'max-resource-size': { code: 'too-large', message: 'the server takes no card so large' },
  'number-of-matches-within-limits': { code: 'too-large', message: 'more match than the server gives' },
  'need-privileges': { code: 'forbidden', message: 'the owner of the address book must share it for writing' },
  'quota-not-exceeded': { code: 'storage-full', message: 'the account has no room left on the server' },
  'lock-token-submitted': { code: 'conflict', message: 'somebody holds a lock on it; try again later' },
};

function describeError(body: unknown, status: number): ErrorDescription | undefined {
  const text = typeof body === 'string' ? body.slice(0, 5000) : '';
  const named = [...text.matchAll(/<(?:[\w.-]{1,50}:)?([\w-]{1,60})[\s/>]/g)].map(([, name]) => name as string);
  const known = named.find((name) => Object.hasOwn(conditions, name));
  if (known) return conditions[known];
  if (status === 405)
    return { code: 'unsupported', message: 'this is no address book, or one that can not be written' };
  if (status === 415) return conditions['supported-address-data'];
  if (status === 423) return conditions['lock-token-submitted'];
  if (status === 507) return conditions['quota-not-exceeded'];
  return undefined;
}
