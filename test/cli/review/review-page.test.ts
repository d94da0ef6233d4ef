import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reviewDesk } from '../../../src/cli/review/review-desk.js';
import { serveReview } from '../../../src/cli/review/review-server.js';
import type { Kenning } from '../../../src/kenning-contract.js';
import { type Chromium, startChromium, whyNoChromium } from '../../support/chromium.js';
import { hostile, maya, reviewedApp } from './reviewed-app.js';

const missing = whyNoChromium();
if (missing && process.env.CI) throw new Error(missing);
if (missing) console.warn(`skipped: the review page in a browser (${missing})`);

/** Serves the queue until it is stopped. */
async function served() {
  const stop = new AbortController();
  const { signal } = stop;
  const app = await reviewedApp([maya, hostile]);
  const desk = await reviewDesk({ app, by: 'ann', signal });
  let ended: Promise<void> = Promise.resolve();
  const url = await new Promise<string>((resolve, reject) => {
    ended = serveReview(desk, { signal, show: resolve });
    ended.catch(reject);
  });
  return {
    app,
    url,
    async close() {
      stop.abort();
      await ended;
      await app.close();
    },
  };
}

describe('the server of the review page', () => {
  let server: Awaited<ReturnType<typeof served>>;
  beforeAll(async () => {
    server = await served();
  });
  afterAll(() => server.close());

  const ask = (path: string, headers: Record<string, string> = {}, body?: string) =>
    new Promise<number>((resolve, reject) => {
      const asked = request(
        new URL(path, server.url),
        { method: body === undefined ? 'GET' : 'POST', headers },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });

  it('listens on this machine alone, and tells who knows the address alone', async () => {
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
    expect(await ask('')).toBe(200);
    expect(await ask('/')).toBe(404);
    expect(await ask('/pair')).toBe(404);
    expect(await ask(`/${'a'.repeat(32)}/pair`)).toBe(404);
    expect(await ask('pair')).toBe(200);
    expect(await ask('pair?at=-4')).toBe(200);
    expect(await ask('pair?at=1e999')).toBe(200);
    expect(await ask('else')).toBe(404);
  });

  it('refuses another name of this machine', async () => {
    const { port } = new URL(server.url);
    for (const host of [`rebound.example:${port}`, `localhost:${port}`, '127.0.0.1', 'x'])
      expect(await ask('pair', { host })).toBe(403);
  });

  it('refuses what another site sends, and changes nothing', async () => {
    const { origin } = new URL(server.url);
    const { pair } = (await (await fetch(new URL('pair', server.url))).json()) as { pair: { id: string } };
    const body = JSON.stringify({ id: pair.id, same: true });
    const json = { 'content-type': 'application/json' };
    expect(await ask('answer', { ...json }, body)).toBe(403);
    expect(await ask('answer', { ...json, origin: 'https://other.example' }, body)).toBe(403);
    expect(await ask('answer', { ...json, origin: 'null' }, body)).toBe(403);
    expect(await ask('answer', { ...json, origin, 'sec-fetch-site': 'cross-site' }, body)).toBe(403);
    expect(await ask('answer', { 'content-type': 'text/plain', origin }, body)).toBe(403);
    expect(await ask('pair', { origin: 'https://other.example' })).toBe(403);
    expect(await ask('answer', { ...json, origin }, '{"id":1}')).toBe(400);
    expect(await ask('answer', { ...json, origin }, 'no json')).toBe(400);
    expect(await ask('answer', { ...json, origin }, ' '.repeat(20_000))).toBe(413);
    expect(await ask('undo', { ...json, origin }, '{}')).toBe(404);
    expect((await server.app.reviews()).length).toBe(2);
  });
});

describe.skipIf(missing)('the review page in Chromium', () => {
  let chromium: Chromium;
  let server: Awaited<ReturnType<typeof served>>;
  beforeAll(async () => {
    server = await served();
    chromium = await startChromium();
  });
  afterAll(async () => {
    await chromium?.stop();
    await server?.close();
  });
  const customers = async (app: Kenning) => (await app.customers()).length;

  it('is worked by keys: later, back, two, undo, one', async () => {
    const { app, url } = server;
    await chromium.open(url);
    await chromium.until('document.body?.dataset.review?.length > 0');
    const first = await chromium.evaluate<string>('document.body.dataset.review');
    const place = (text: string) => chromium.until(`document.getElementById('place').textContent === '${text}'`);
    await place('1 of 2');

    await chromium.press('ArrowRight');
    await place('2 of 2');
    await chromium.press('ArrowLeft');
    await place('1 of 2');
    expect(await chromium.evaluate('document.body.dataset.review')).toBe(first);

    await chromium.press('n');
    await place('1 of 1');
    expect(await customers(app)).toBe(4);
    expect((await app.store.get('reviews', { id: first }))?.state).toBe('refused');
    await chromium.press('u');
    await chromium.until(`document.body.dataset.review === '${first}'`);
    expect((await app.store.get('reviews', { id: first }))?.state).toBe('open');
    await chromium.press('y');
    await place('1 of 1');
    expect(await customers(app)).toBe(3);
    expect((await app.store.get('reviews', { id: first }))?.data.answeredBy).toBe('ann');
    await chromium.press('u');
    await place('1 of 2');
    expect(await customers(app)).toBe(4);
  });

  it('shows both, what differs and the bars, and runs nothing that a record says', async () => {
    // The hostile pair has even odds, so it comes first.
    const shown = await chromium.evaluate<{
      text: string;
      marks: number;
      bars: number;
      images: number;
      title: string;
    }>(`({
      text: document.getElementById('rows').textContent,
      marks: document.querySelectorAll('#rows mark').length,
      bars: [...document.querySelectorAll('#bars .bar')].filter((bar) => bar.getBoundingClientRect().width > 0).length,
      images: document.images.length,
      title: document.title,
    })`);
    expect(shown.text).toContain('<img src=x onerror="document.title=1">Tom');
    expect(shown.text).toContain('</script><script>');
    expect(shown).toMatchObject({ images: 0, title: 'kenning review' });
    expect(shown.marks).toBeGreaterThan(0);
    expect(shown.bars).toBeGreaterThan(0);
  });

  it('asks nobody else for anything, and its policy forbids it', async () => {
    const { origin } = new URL(server.url);
    const foreign = (address: string) => !address.startsWith(`${origin}/`) && address !== 'about:blank';
    expect(chromium.requested.filter(foreign)).toEqual([]);
    expect(chromium.complaints).toEqual([]);
    expect(await chromium.evaluate(`fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'kept')`)).toBe('kept');
    expect(chromium.complaints.join()).toContain('Content Security Policy');
  });
});
