// Loaded before documentation and examples run: no request leaves the machine. Bluesky answers as it was recorded.
import { readFileSync } from 'node:fs';
import { recordedBluesky } from '../../examples/demo/recorded-fetch.ts';

const bluesky = recordedBluesky();
const feed = readFileSync(new URL('../fixtures/feed/blog.rss.xml', import.meta.url));

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const { hostname, pathname } = new URL(request.url);
  if (pathname.startsWith('/xrpc/')) return bluesky.fetch(request);
  if (hostname.startsWith('blog.')) return new Response(feed, { headers: { 'content-type': 'application/rss+xml' } });
  return new Response('not found', { status: 404 });
};
