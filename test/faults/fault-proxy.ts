import { createServer, request as httpRequest, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { brokenFrames } from './broken-frames.js';
import { seeded } from './random.js';

/** What happens to a request on its way. */
export type Fault = 'lost request' | 'half a request' | 'lost answer' | 'half an answer' | 'late' | 'twice' | 'storm';

export interface FaultProxy {
  url: string;
  /** How often each fault was met; `overtaken`: answers that came before one to an earlier request. */
  met: Map<Fault | 'overtaken' | 'frame twice' | 'frame late' | 'stream cut', number>;
  close(): Promise<void>;
}

export interface FaultProxyOptions {
  /** The server behind it. */
  to: string;
  seed: number;
  /** The part of the requests that go wrong, storms aside. Defaults to 0.15. */
  share?: number;
}

interface Asked {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const faults: readonly Fault[] = ['lost request', 'half a request', 'lost answer', 'half an answer', 'late', 'twice'];
/** How many requests lie between the beginnings of two storms, and how many a storm lasts. */
const stormEvery = 90;
const stormLasts = 9;

/** An HTTP server between a client and another that breaks what goes through it, the same way for the same seed. */
export async function faultProxy({ to, seed, share = 0.15 }: FaultProxyOptions): Promise<FaultProxy> {
  const target = new URL(to);
  const random = seeded(seed);
  const met: FaultProxy['met'] = new Map();
  const meet = (fault: Parameters<typeof met.set>[0]) => met.set(fault, (met.get(fault) ?? 0) + 1);
  let arrived = 0;
  let lastAnswered = 0;
  const sockets = new Set<Duplex>();

  const forward = (asked: Asked) => send(target, asked);
  function answer(response: ServerResponse, number: number, { status, headers, body }: Answered): void {
    if (number < lastAnswered) meet('overtaken');
    lastAnswered = Math.max(lastAnswered, number);
    response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
  }

  async function pass(asked: Asked, response: ServerResponse, number: number): Promise<void> {
    if (number % stormEvery >= stormEvery - stormLasts) {
      meet('storm');
      storm(response, random());
      return;
    }
    const fault = random() < share ? faults[Math.floor(random() * faults.length)] : undefined;
    const pause = random() * 60;
    if (fault) meet(fault);
    if (fault === 'lost request') response.destroy();
    else if (fault === 'half a request') {
      await send(target, asked, asked.body.length >> 1).catch(() => {});
      response.destroy();
    } else if (fault === 'lost answer') {
      await forward(asked);
      response.destroy();
    } else if (fault === 'half an answer') {
      const { status, headers, body } = await forward(asked);
      response.writeHead(status, { ...headers, 'content-length': body.length + 10 });
      response.write(body.subarray(0, body.length >> 1), () => response.destroy());
    } else {
      if (fault === 'twice') await forward(asked);
      if (fault === 'late') await new Promise((resolve) => setTimeout(resolve, pause));
      answer(response, number, await forward(asked));
    }
  }

  const server = createServer(async (request, response) => {
    arrived += 1;
    const number = arrived;
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = '', url: path = '', headers } = request;
      await pass({ method, path, headers, body: Buffer.concat(chunks) }, response, number);
    } catch {
      response.destroy();
    }
  });
  server.on('upgrade', (request, client: Duplex) => {
    arrived += 1;
    client.on('error', () => {});
    if (arrived % stormEvery >= stormEvery - stormLasts) {
      meet('storm');
      client.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n');
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) sockets.add(socket);
    const end = () => {
      for (const socket of [client, upstream]) {
        socket.destroy();
        sockets.delete(socket);
      }
    };
    for (const socket of [client, upstream]) socket.on('close', end).on('error', end);
    const head = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
    upstream.write(`GET ${request.url} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
    client.pipe(upstream);
    brokenFrames(upstream, client, { random, meet, end });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    met,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Sends a request on; with `upTo` only so much of its body, and then the connection ends. */
function send({ hostname, port }: URL, { method, path, headers, body }: Asked, upTo?: number): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = { ...headers, 'content-length': String(body.length) };
    const request = httpRequest({ hostname, port, method, path, headers: sent, agent: false }, async (response) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of response) chunks.push(chunk as Buffer);
        const { 'transfer-encoding': _, connection: __, ...kept } = response.headers;
        resolve({ status: response.statusCode ?? 0, headers: kept, body: Buffer.concat(chunks) });
      } catch (error) {
        reject(error);
      }
    });
    request.on('error', reject);
    if (upTo === undefined) request.end(body);
    else request.write(body.subarray(0, upTo), () => setTimeout(() => request.destroy(), 5));
  });
}

/** What a server that is overrun says. */
function storm(response: ServerResponse, chance: number): void {
  if (chance < 0.3) response.writeHead(503, { 'retry-after': '20' }).end('{"error":"busy"}');
  else if (chance < 0.5) response.writeHead(429, { 'retry-after': '30' }).end('{"error":"slow down"}');
  else if (chance < 0.7) response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
  else response.writeHead(500).end();
}
