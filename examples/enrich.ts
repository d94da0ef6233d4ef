// Enrich: find the accounts of your contacts, with what proves it. The web is played from here, so nothing leaves the machine.
import { type Contact, enrich } from 'kenning';
import { bluesky } from 'kenning/channels/bluesky';

const contact = (externalId: string, name: string, website?: string): Contact => ({
  kind: 'contact',
  source: 'csv/contacts.csv',
  externalId,
  party: 'person',
  identifiers: website ? [{ kind: 'url', scope: '', value: website }] : [],
  attributes: { name },
  origin: 'import',
  observedAt: '2026-11-24T10:00:00.000Z',
});

const maya = { did: 'did:plc:maya', handle: 'maya-rides.test', displayName: 'Maya', website: 'https://maya.example' };
const namesake = { did: 'did:plc:other', handle: 'tomas-okafor.test', displayName: 'Tomas Okafor' };
const web = async (input: string | URL | Request): Promise<Response> => {
  const { hostname, pathname } = new URL(input instanceof Request ? input.url : input);
  const me = '<a rel="me" href="https://bsky.app/profile/maya-rides.test">Bluesky</a>';
  if (hostname === 'maya.example' && pathname === '/')
    return new Response(me, { headers: { 'content-type': 'text/html' } });
  if (pathname.endsWith('getProfile')) return Response.json(maya);
  if (pathname.endsWith('searchActors')) return Response.json({ actors: [namesake] });
  return new Response('not found', { status: 404 });
};

const enrichment = enrich({
  contacts: [
    contact('1', 'Maya Lindqvist', 'https://maya.example'),
    contact('2', 'Tomas Okafor'),
    contact('3', 'Priya Raman'),
  ],
  sources: { networks: { bluesky: bluesky({ fetch: web }) } },
  suppress: ['3'],
  // Leave these out, and the real web is asked: journal: 'enriched.journal' then keeps what it said.
  fetch: web,
  outsideFetch: web,
  resolveTexts: async () => [],
});

for (const { service, calls, hours, source } of (await enrichment.plan()).services)
  console.log(`${service}: ${calls} calls, ${hours.toFixed(2)} hours (${source})`);
const { profiles, report } = await enrichment.run();
for (const { contactId, handle, decision, proof, source } of profiles)
  console.log(contactId, handle, decision, proof ?? '', `(${source})`);
console.log(`${report.suppressed} left alone`);
