import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { bluesky } from '../../../src/channels/connectors/bluesky/index.js';
import type { Fetch } from '../../../src/core/http/bounded-fetch.js';
import type { Contact } from '../../../src/core/model/source-record.js';
import { enrich } from '../../../src/enrich.js';
import { fastTime } from './simulated-time.js';

/** Enriches the contacts of a file, and is killed now and then. */
const [contactsFile = '', journal = '', out = '', outside = '', began = '', factor = ''] = process.argv.slice(2);
const contacts = JSON.parse(readFileSync(contactsFile, 'utf8')) as Contact[];
const { clock, wait } = fastTime(Number(began), Number(factor));

/** Whatever host is meant, this machine answers for it. */
const toLoopback: Fetch = async (input, init) => {
  const request = new Request(input, init);
  const { host, pathname, search } = new URL(request.url);
  const { method, headers, signal } = request;
  const answer = await fetch(`${outside}/${host}${pathname}${search}`, { method, headers, signal });
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
};

const spent = process.cpuUsage();
const { profiles, report } = await enrich({
  contacts,
  journal,
  sources: {
    networks: { bluesky: bluesky({ service: 'https://appview', fetch: toLoopback, clock }) },
    gravatar: { key: 'made-up' },
  },
  fetch: toLoopback,
  outsideFetch: toLoopback,
  resolveTexts: async () => [],
  clock,
  wait,
}).run();
const { user, system } = process.cpuUsage(spent);
writeFileSync(`${out}.new`, JSON.stringify({ profiles, report, processorMs: (user + system) / 1000 }));
renameSync(`${out}.new`, out);
