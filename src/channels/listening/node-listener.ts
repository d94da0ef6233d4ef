import { isKenningError, KenningError } from '../../core/errors.js';

/** A request of Node's `http`, or of Express, which is one. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  method?: string | undefined;
  url?: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  socket?: object | null;
  /** Whether somebody has read the body to its end. */
  readableEnded?: boolean;
  /** What a middleware of Express has made of the body. */
  body?: unknown;
  /** The body as it came, where the platform keeps it. */
  rawBody?: unknown;
  /** Express: the whole path, where `url` lacks the part that a router has taken away. */
  originalUrl?: string;
}

/** An answer of Node's `http`. */
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string | string[]): unknown;
  end(body?: Uint8Array): unknown;
}

export interface NodeListenerOptions {
  /** Our address as others see it, where a proxy stands before us: `https://app.example`. */
  origin?: string;
  /** Told what could not be answered; the answer is then 500. */
  onError?: (error: KenningError) => void;
}

/**
 * Serves a handler of web requests, such as {@link receiveWebhook}, from Node's `http` or Express. The handler gets the body
 * as it came, byte for byte, since signatures are made over that.
 *
 * In Express it must come before whatever parses bodies, or behind `express.raw({ type: '*\/*' })`; a body that was parsed is
 * answered with 500 and told to `onError`.
 *
 * @example
 * createServer(nodeListener((request) => receiveWebhook({ store, context, connector, channel: 'brand', request })));
 */
export function nodeListener(
  handler: (request: Request) => Promise<Response>,
  { origin, onError }: NodeListenerOptions = {},
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    try {
      await send(await handler(requestOf(incoming, origin)), outgoing, incoming);
    } catch (error) {
      onError?.(
        isKenningError(error)
          ? error
          : new KenningError('unexpected', 'A request could not be answered.', { cause: error }),
      );
      outgoing.statusCode = 500;
      outgoing.end();
    }
  };
}

function requestOf(incoming: NodeRequest, origin: string | undefined): Request {
  const { method = 'GET', socket } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one);
  const base =
    origin ?? `${socket && 'encrypted' in socket ? 'https' : 'http'}://${headers.get('host') ?? 'localhost'}`;
  const path = incoming.originalUrl ?? incoming.url ?? '/';
  const url = URL.parse(path.startsWith('/') ? base + path : path);
  if (!url) throw new KenningError('invalid', 'A request came for an address that is none.');
  const body = method === 'GET' || method === 'HEAD' ? undefined : bodyOf(incoming);
  return new Request(url, { method, headers, ...(body && { body, duplex: 'half' }) } as RequestInit);
}

function bodyOf(incoming: NodeRequest): BodyInit {
  for (const kept of [incoming.rawBody, incoming.body]) if (kept instanceof Uint8Array) return new Uint8Array(kept);
  if (incoming.readableEnded)
    throw new KenningError(
      'invalid',
      'The body was parsed before its signature could be checked. Put this before express.json(), or express.raw({ type: "*/*" }) before this.',
    );
  return streamOf(incoming);
}

function streamOf(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    // Who reads no further still answers: ending the iteration would end the connection.
    cancel() {},
  });
}

async function send(answer: Response, outgoing: NodeResponse, incoming: NodeRequest): Promise<void> {
  const body = new Uint8Array(await answer.arrayBuffer());
  outgoing.statusCode = answer.status;
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  // What was not read of the body is not waited for.
  if (incoming.readableEnded === false) outgoing.setHeader('connection', 'close');
  outgoing.end(incoming.method === 'HEAD' ? undefined : body);
}
