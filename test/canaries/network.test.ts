import { afterAll, describe, expect, it, vi } from 'vitest';
import { Canaries } from './canaries.js';
import { failures } from './failures.js';
import { provoke } from './provoke.js';
import { subjects } from './subjects.js';

describe('what looks for secrets', () => {
  it('finds one however it is written and wherever it lies', () => {
    const canaries = new Canaries();
    const secret = canaries.plantOdd('secret');
    canaries.plant('another');
    const places: unknown[] = [
      `a ${secret} b`,
      secret.toUpperCase(),
      encodeURIComponent(secret),
      JSON.stringify({ a: { b: secret } }),
      Buffer.from(secret).toString('hex'),
      ...['', 'a', 'ab', 'abc'].map((before) => Buffer.from(before + secret).toString('base64')),
      Buffer.from(`user:${secret}`).toString('base64url'),
      secret.slice(0, secret.length - 14),
      new Error('a', { cause: new Error('b', { cause: { c: [secret] } }) }),
      new AggregateError([new Error(secret)], 'several'),
      Object.defineProperty(new Error('hidden'), 'config', { value: { auth: secret }, enumerable: false }),
      new Map([[secret, 1]]),
      { toJSON: () => secret },
    ];
    for (const place of places) expect([place, canaries.leaksIn(place)]).toEqual([place, ['secret']]);
    expect(canaries.leaksIn({ text: 'nothing here', error: new Error('nothing') })).toEqual([]);
  });
});

describe.each(subjects)('$name, failing in every way', (subject) => {
  const logs = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name));
  afterAll(() => {
    for (const log of logs) {
      expect(log.mock.calls).toEqual([]);
      log.mockRestore();
    }
  });

  it.concurrent.each(failures)('$name', async (failure) => {
    const canaries = new Canaries();
    const told = await provoke(subject, failure, canaries);
    for (const [call, error] of Object.entries(told.errors))
      expect([call, canaries.leaksIn(error)]).toEqual([call, []]);
    expect(canaries.leaksIn(told.rejected)).toEqual([]);
    for (const [part, kept] of Object.entries(told.app ?? {}))
      expect([part, canaries.leaksIn(kept)]).toEqual([part, []]);
    for (const [table, rows] of Object.entries(told.app?.rows ?? {}))
      expect([table, canaries.leaksIn(rows)]).toEqual([table, []]);
  });
});
