// Loaded before documentation and examples run: no request leaves the machine. Bluesky answers as it was recorded,
// Mastodon, HubSpot and Salesforce as their specifications say.
import { readFileSync } from 'node:fs';
import { recordedBluesky } from '../../examples/demo/recorded-fetch.ts';

const bluesky = recordedBluesky();
const mastodon = JSON.parse(readFileSync(new URL('../fixtures/mastodon/answers.json', import.meta.url), 'utf8'));
const hubspot = JSON.parse(readFileSync(new URL('../fixtures/hubspot/answers.json', import.meta.url), 'utf8'));
const salesforce = JSON.parse(readFileSync(new URL('../fixtures/salesforce/answers.json', import.meta.url), 'utf8'));
const feed = readFileSync(new URL('../fixtures/feed/blog.rss.xml', import.meta.url));

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const { hostname, pathname, searchParams } = new URL(request.url);
  if (pathname.startsWith('/xrpc/')) return bluesky.fetch(request);
  if (hostname === 'social.example' && mastodon[pathname]) return Response.json(mastodon[pathname]);
  if (hostname === 'api.hubapi.com' && hubspot[pathname]) return Response.json(hubspot[pathname]);
  if (hostname.endsWith('.my.salesforce.com')) {
    const object = /FROM (\w+) WHERE/.exec(searchParams.get('q') ?? '')?.[1];
    const answer = salesforce[object ? `queryAll ${object}` : pathname];
    if (answer) return Response.json(answer);
  }
  if (hostname.startsWith('blog.')) return new Response(feed, { headers: { 'content-type': 'application/rss+xml' } });
  return new Response('not found', { status: 404 });
};
