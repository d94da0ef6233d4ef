import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import ky from 'ky';
import { httpClient } from '../src/core/http/http-client.js';
import { type Bench, type Figure, median, rounded } from './figure.js';

/** A server on a thread of its own: `/small` is an answer to a write, `/page` a listing of forty posts. */
const server = `
const { createServer } = require('node:http');
const { parentPort } = require('node:worker_threads');
const post = (id) => ({ id: String(id), text: 'words '.repeat(30), author: { id: 'a' + id, name: 'Maya Lindqvist' }, at: '2026-01-01T00:00:00.000Z' });
const bodies = { '/small': JSON.stringify(post(1)), '/page': JSON.stringify({ items: Array.from({ length: 40 }, (_, id) => post(id)) }) };
const headers = { 'content-type': 'application/json', 'ratelimit-limit': '3000', 'ratelimit-remaining': '2999', 'ratelimit-reset': '1', 'x-request-id': 'made-up' };
createServer((request, response) => response.writeHead(200, headers).end(bodies[request.url.split('?')[0]]))
  .listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port); });
`;

/** In one turn: few, so that what else the machine does falls on both alike. */
const requests = 40;

/** What our client costs beyond ky alone: the same requests to the same server, in turns. */
export const httpBench: Bench = async ({ quick }) => {
  const worker = new Worker(server, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  const baseUrl = `http://127.0.0.1:${port}/`;
  const authorization = 'Bearer made-up';
  const client = httpClient({
    name: 'Bench',
    baseUrl,
    authorize: async () => ({ authorization }),
    credential: 'bench',
  });
  const figures: Figure[] = [];
  try {
    for (const path of ['small', 'page']) {
      const ours = async () => void (await client.request({ path, query: { limit: 40 } }));
      const theirs = async () =>
        void (await ky(`${baseUrl}${path}`, {
          searchParams: { limit: 40 },
          headers: { authorization },
          retry: 0,
          timeout: 15_000,
        }).json());
      for (const atOnce of [1, 10]) {
        const turns = quick ? 60 : 500;
        const pairs: { ours: number; theirs: number }[] = [];
        for (let turn = -100; turn < turns; turn++) {
          // Who comes first changes, since the second finds everything warm.
          const first = await spent(turn % 2 === 0 ? ours : theirs, atOnce);
          const second = await spent(turn % 2 === 0 ? theirs : ours, atOnce);
          if (turn >= 0) pairs.push(turn % 2 === 0 ? { ours: first, theirs: second } : { ours: second, theirs: first });
        }
        const slower = median(pairs.map(({ ours: our, theirs: their }) => our / their)) - 1;
        const each = (whose: 'ours' | 'theirs') => rounded(median(pairs.map((pair) => pair[whose])) / requests);
        const what = `${path === 'page' ? 'pages of forty posts' : 'small answers'}, ${atOnce} at once`;
        figures.push(
          { what: `${what}: beyond ky alone`, value: rounded(slower * 100, 1), unit: '%', aim: { atMost: 10 } },
          {
            what: `${what}: a request (ky alone ${each('theirs')} µs)`,
            value: each('ours'),
            unit: 'µs',
          },
        );
      }
    }
  } finally {
    await worker.terminate();
  }
  return figures;
};

/** Microseconds that a turn takes. */
async function spent(work: () => Promise<void>, atOnce: number): Promise<number> {
  let left = requests;
  const run = async () => {
    while (left-- > 0) await work();
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, run));
  return (performance.now() - began) * 1000;
}
