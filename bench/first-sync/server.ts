// A CRM of many contacts over HTTP, as a process of its own: see bench/first-sync.ts.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contact } from './contact.js';

const [count = '0'] = process.argv.slice(2);
const people = Number(count);

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '', 'http://localhost');
  const after = Number(searchParams.get('after') ?? 0);
  const end = Math.min(people, after + Number(searchParams.get('limit') ?? 100));
  const results = Array.from({ length: end - after }, (_, index) => contact(after + index));
  const next = end < people ? { after: String(end) } : undefined;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ results, ...(next && { paging: { next } }) }));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
