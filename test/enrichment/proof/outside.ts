import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../src/core/clock.js';
import type { MadeUp } from './made-up-people.js';

/** The world outside on loopback: sites, Gravatar, and the way to the network, with their real limits in simulated time. */
export interface Outside {
  url: string;
  /** How often each thing was asked for. */
  asked: Map<string, number>;
  /** Requests beyond a limit. */
  beyond: string[];
  /** Called with each request's number. */
  onRequest: (count: number) => void;
  close(): Promise<void>;
}

const limits: Record<string, { requests: number; perMs: number }> = {
  'api.gravatar.com': { requests: 1000, perMs: 3_600_000 },
  appview: { requests: 3000, perMs: 300_000 },
};

export async function outside(made: MadeUp, appview: string, clock: Clock): Promise<Outside> {
  const asked = new Map<string, number>();
  const beyond: string[] = [];
  const times = new Map<string, number[]>();
  // The network that runs here searches handles alone; names are found in this index and told by the network.
  const byName = Map.groupBy(made.accounts, ({ profile }) => profile.displayName.toLowerCase());
  let count = 0;

  const isBeyond = (host: string): boolean => {
    const limit = limits[host];
    if (!limit) return false;
    const now = clock.now();
    const known = (times.get(host) ?? []).filter((time) => time > now - limit.perMs);
    known.push(now);
    times.set(host, known);
    return known.length > limit.requests;
  };

  const server = createServer((request, response) => {
    const [, host = '', path = ''] = /^\/([^/]+)(\/.*)$/.exec(request.url ?? '') ?? [];
    const what = `${host}${path}`;
    asked.set(what, (asked.get(what) ?? 0) + 1);
    count += 1;
    self.onRequest(count);
    if (isBeyond(host)) {
      beyond.push(what);
      response.writeHead(429).end();
    } else if (host === 'appview') void toAppview(path, response);
    else if (host === 'api.gravatar.com') sendJson(response, made.gravatars.get(path.split('/').at(-1) ?? ''));
    else if (path === '/' && made.sites.has(host))
      response.writeHead(200, { 'content-type': 'text/html' }).end(made.sites.get(host));
    else response.writeHead(404).end();
  });

  async function toAppview(path: string, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(path, appview);
    let from = new URL(path, appview);
    if (pathname.endsWith('searchActors')) {
      const found = (byName.get((searchParams.get('q') ?? '').toLowerCase()) ?? []).slice(0, 25);
      if (found.length === 0) return sendJson(response, { actors: [] });
      from = new URL('/xrpc/app.bsky.actor.getProfiles', appview);
      for (const { handle } of found) from.searchParams.append('actors', handle);
    }
    const answer = await fetch(from);
    const data = (await answer.json()) as { profiles?: unknown[] };
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(pathname.endsWith('searchActors') ? { actors: data.profiles ?? [] } : data));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: Outside = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    beyond,
    onRequest: () => {},
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return self;
}

function sendJson(response: ServerResponse, body: unknown): void {
  if (body === undefined) response.writeHead(404).end('{}');
  else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
