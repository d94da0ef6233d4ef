import { lookup as systemLookup } from 'node:dns/promises';
import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { KenningError } from '../../errors.js';
import { isPublicAddress } from './public-address.js';

/** Finds the addresses of a host. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export interface CheckedRequestOptions {
  /** Whether the host may lie anywhere. */
  allowed: boolean;
  resolve?: Resolve | undefined;
}

const bySystem: Resolve = async (host) => (await systemLookup(host, { all: true })).map(({ address }) => address);
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Sends one request and gives its answer, redirects as they are. The name is looked up once, by the connection itself, which is
 * made to what passed the check and nothing else. It shares no connection with anybody and takes no proxy.
 */
export async function checkedRequest(request: Request, options: CheckedRequestOptions): Promise<Response> {
  const url = new URL(request.url);
  const { allowed, resolve = bySystem } = options;
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  // For what is an address already, no connection looks anything up.
  if (!allowed && isIP(literal) !== 0 && !isPublicAddress(literal)) throw notPublic(url.hostname);
  const body = request.body && Buffer.from(await request.arrayBuffer());
  const headers = { accept: '*/*', 'accept-encoding': 'gzip, br', ...Object.fromEntries(request.headers) };
  const lookup = lookupOf(resolve, allowed ? () => true : isPublicAddress);
  const { method, signal } = request;
  const incoming = await new Promise<IncomingMessage>((answered, failed) => {
    const send = url.protocol === 'https:' ? overHttps : overHttp;
    send(url, { method, headers, lookup, signal, agent: false })
      .on('response', answered)
      .on('error', failed)
      .end(body ?? undefined);
  });
  return responseOf(incoming, request);
}

function lookupOf(resolve: Resolve, mayReach: (address: string) => boolean): LookupFunction {
  return (host, { all }, callback) => {
    const give = (found: readonly string[]) => {
      const addresses = found.filter(mayReach).map((address) => ({ address, family: isIP(address) }));
      const [first] = addresses;
      if (!first) callback(found.length === 0 ? unknown() : notPublic(host), []);
      else if (all) callback(null, addresses);
      else callback(null, first.address, first.family);
    };
    resolve(host).then(give, (error: Error) => callback(error, []));
  };
}

function notPublic(host: string): KenningError {
  return new KenningError(
    'not-permitted',
    `${host} does not lie on the public internet, so nothing was sent there. If it is yours, name it in allowHosts.`,
  );
}

function unknown(): NodeJS.ErrnoException {
  return Object.assign(new Error('The host has no address.'), { code: 'ENOTFOUND' });
}

function responseOf(incoming: IncomingMessage, { method }: Request): Response {
  const status = incoming.statusCode ?? 0;
  if (status < 200 || status > 599) {
    incoming.destroy();
    throw new KenningError('unexpected', `The server answered with the status ${status}, which there is not.`);
  }
  const headers = new Headers();
  for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2)
    headers.append(incoming.rawHeaders[at] as string, incoming.rawHeaders[at + 1] as string);
  if (method === 'HEAD' || bodiless.has(status)) {
    incoming.resume();
    return new Response(null, { status, headers });
  }
  const body = unpacked(incoming, headers);
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, { status, headers });
}

/** The body as it was before it was packed; whoever reads it bounds it by what comes out. */
function unpacked(incoming: IncomingMessage, headers: Headers): Readable {
  const packed = headers.get('content-encoding')?.trim().toLowerCase();
  const unpack = packed === 'br' ? createBrotliDecompress() : /^(x-)?gzip$/.test(packed ?? '') && createGunzip();
  if (!unpack) return incoming;
  headers.delete('content-encoding');
  headers.delete('content-length');
  // Who reads the result is told of errors by it.
  return pipeline(incoming, unpack, () => {});
}
