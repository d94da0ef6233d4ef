import { describe, expect, it } from 'vitest';
import type { Contact } from '../../src/core/model/source-record.js';
import { enrich } from '../../src/enrich.js';
import { account, contact, email, handle, linkTo, url, world } from './world.js';

const site = 'https://ann.example/';
const everything = [email('ann@lee.example'), url(site), handle('ann.test'), handle('ann', 'mastodon/social.example')];
const ann = (more: Partial<Contact> = {}) => contact('C-1', 'Ann Lindqvist', everything, more);

describe('nothing is asked about a contact', () => {
  it.each([
    ['whose address is on the list', 'ANN@lee.example'],
    ['whose address is of a domain on the list', 'lee.example'],
    ['whose domain lies beneath one on the list', 'example'],
    ['whose site is on the list', 'https://www.ann.example'],
    ['whose id is on the list', 'C-1'],
  ])('%s', async (_name, entry) => {
    const { options, requests } = world({
      web: { [site]: linkTo('ann.test') },
      accounts: [account('ann.test', 'Ann')],
    });
    const list = entry === 'example' ? ['@sub.example', 'lee.example'] : [entry];
    const enrichment = enrich({
      contacts: [ann()],
      ...options,
      suppress: ['# people who asked us not to', '', ...list],
    });
    expect(await enrichment.plan()).toMatchObject({ suppressed: 1, services: [], hours: 0 });
    expect(await enrichment.run()).toMatchObject({ profiles: [], report: { contacts: 1, suppressed: 1 } });
    expect(requests).toEqual([]);
  });

  it.each(['withdrawn', 'denied'] as const)('whose consent is %s', async (state) => {
    const { options, requests } = world({ accounts: [account('ann.test', 'Ann Lindqvist')] });
    const consents = [{ purpose: 'marketing', channel: 'email', state, source: 'crm', at: '2026-01-01T00:00:00.000Z' }];
    const { report } = await enrich({ contacts: [ann({ consents })], ...options }).run();
    expect(report).toMatchObject({ optedOut: 1, linked: 0 });
    expect(requests).toEqual([]);
  });

  it('that is our own', async () => {
    const { options, requests } = world({});
    await enrich({ contacts: [ann({ own: true })], ...options }).run();
    expect(requests).toEqual([]);
  });
});

it('about the others all is asked', async () => {
  const { options, requests } = world({ web: { [site]: linkTo('ann.test') }, accounts: [account('ann.test', 'Ann')] });
  await enrich({ contacts: [ann()], ...options, suppress: ['bob@lee.example', 'elee.example'] }).run();
  expect(requests.filter((request) => request.startsWith('https://api.gravatar.com/'))).toHaveLength(1);
  expect(requests).toContain(site);
});

it('a suppressed person is not found as somebody’s namesake', async () => {
  const accounts = [
    account('ann.test', 'Ann Lindqvist', ['ann@lee.example']),
    account('lindqvist.test', 'Ann Lindqvist'),
  ];
  const { options } = world({ accounts });
  const list = [contact('C-2', 'Ann Lindqvist', [])];
  const { profiles } = await enrich({ contacts: list, ...options, suppress: ['ann@lee.example'] }).run();
  expect(profiles.map(({ handle }) => handle)).toEqual(['lindqvist.test']);
});

it('what is kept of a person who is suppressed later is forgotten', async () => {
  const { memoryJournal } = await import('../../src/enrichment/journal.js');
  const journal = memoryJournal();
  const { options } = world({ accounts: [account('ann.test', 'Ann Lindqvist')] });
  const count = async () => (await Array.fromAsync(journal.entries())).length;
  await enrich({ contacts: [ann()], ...options, journal }).run();
  expect(await count()).toBeGreaterThan(3);
  await enrich({ contacts: [ann()], ...options, journal, suppress: ['C-1'] }).run();
  expect(await count()).toBe(0);
});

it('what terms forbid is neither asked nor written, and said', async () => {
  const terms = {
    source: 'made up',
    checkedOn: '2026-11-24',
    rules: [{ name: 'no-crm-enrichment', says: 'No.', forbid: ['enrich' as const] }],
  };
  const web = { [site]: `${linkTo('ann.test')}<a rel="me" href="https://www.linkedin.com/in/ann-lindqvist">in</a>` };
  const { options, requests } = world({ web, accounts: [account('ann.test', 'Ann Lindqvist')], network: { terms } });
  const person = contact('C-1', 'Ann Lindqvist', [url(site)]);
  const enrichment = enrich({ contacts: [person], ...options, terms: { linkedin: terms } });
  const { profiles, report } = await enrichment.run();
  expect(profiles).toEqual([]);
  expect(requests.filter((request) => /^(profile|people) /.test(request))).toEqual([]);
  expect(report.refused).toEqual({
    bluesky: 'no-crm-enrichment: No. (made up)',
    linkedin: 'no-crm-enrichment: No. (made up)',
  });
  const free = await enrich({ contacts: [person], ...options }).run();
  expect(free.profiles.map(({ network }) => network)).toEqual(['linkedin']);
  expect(Object.keys(free.report.refused)).toEqual(['bluesky']);
});
