import { expect, it } from 'vitest';
import { enrich } from '../../src/enrich.js';
import { contact, email, handle, url, world } from './world.js';

it.each<[string, object, string]>([
  ['no contacts', {}, 'contacts'],
  ['a misspelled option', { contacts: [], surpress: [] }, 'spelling'],
  ['a misspelled source', { contacts: [], sources: { gravatars: true } }, 'sources'],
  ['a network that is none', { contacts: [], sources: { networks: { bluesky: 'bluesky' } } }, 'networks'],
  ['a list to suppress that is a text', { contacts: [], suppress: 'ann@example.org' }, 'suppress'],
  ['a contact with a line end in it', { contacts: [], contact: 'me\r\nx: y' }, 'contact'],
])('%s is refused at once', (_name, options, place) => {
  expect(() => enrich(options as never)).toThrow(
    expect.objectContaining({ code: 'invalid', message: expect.stringContaining(place) }),
  );
});

it('says before it starts what it would ask, and asks nothing for that', async () => {
  const { options, requests } = world({});
  const list = [
    contact('1', 'Ann Lindqvist', [email('ann@gmail.com'), url('https://ann.example'), handle('ann.test')]),
    contact('2', 'Bob Martens', [email('bob@martens.example')]),
    ...Array.from({ length: 250 }, (_, n) => contact(`g${n}`, `Person${n} Family${n}`, [email(`p${n}@gmail.com`)])),
  ];
  const services = {
    bluesky: {
      limits: [{ requests: 100, perMs: 3_600_000 }],
      price: { perCall: 0.005, currency: 'USD' },
      source: 'made up',
      checkedOn: '2026-11-24',
    },
  };
  const enrichment = enrich({ contacts: list, ...options, services });
  const plan = await enrichment.plan();
  expect(requests).toEqual([]);
  expect(Object.fromEntries(plan.services.map(({ service, calls }) => [service, calls]))).toEqual({
    gravatar: 252,
    sites: 2,
    webfinger: 1,
    atproto: 2,
    bluesky: 253,
  });
  expect(plan.services.find(({ service }) => service === 'gravatar')?.hours).toBe(2);
  expect(plan.services.find(({ service }) => service === 'bluesky')).toMatchObject({
    hours: 2,
    money: { amount: 253 * 0.005, currency: 'USD' },
    source: 'made up',
    checkedOn: '2026-11-24',
  });
  expect(plan).toMatchObject({ contacts: 252, suppressed: 0, hours: 2 });
});

it('plans nothing that is known already', async () => {
  const { memoryJournal } = await import('../../src/enrichment/journal.js');
  const journal = memoryJournal();
  const { options } = world({});
  const contacts = [contact('1', 'Ann Lindqvist', [email('ann@gmail.com'), url('https://ann.example')])];
  const enrichment = enrich({ contacts, ...options, journal });
  const first = await enrichment.run();
  expect((await enrichment.plan()).services).toEqual([]);
  const again = await enrich({ contacts, ...options, journal }).run();
  expect(again.report.services).toEqual({});
  expect(again.profiles).toEqual(first.profiles);
  const later = { now: () => Date.parse('2027-01-24T10:00:00.000Z') };
  expect((await enrich({ contacts, ...options, journal, clock: later }).plan()).services.length).toBeGreaterThan(2);
});

it('stops when it is told to', async () => {
  const { options } = world({});
  const stop = new AbortController();
  const contacts = Array.from({ length: 50 }, (_, n) =>
    contact(`${n}`, `Person${n} Family${n}`, [email(`p${n}@gmail.com`)]),
  );
  const run = enrich({
    contacts,
    ...options,
    signal: stop.signal,
    onProgress: (done) => void (done === 10 && stop.abort(new DOMException('stopped', 'AbortError'))),
  }).run();
  await expect(run).rejects.toMatchObject({ name: 'AbortError' });
});
