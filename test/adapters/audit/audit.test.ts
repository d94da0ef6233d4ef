import { describe, expect, it } from 'vitest';
import type { AuditFinding, ProblemName } from '../../../src/adapters/audit/problems.js';
import { type AuditOptions, audit } from '../../../src/adapters/audit.js';
import type { ActivityObserved, CrmAdapter, DealObserved } from '../../../src/adapters/crm-adapter.js';
import { auditTools } from '../../../src/audit-tools.js';
import type { Identifier } from '../../../src/core/model/identifier.js';
import type { Contact } from '../../../src/core/model/source-record.js';
import { matcher } from '../../../src/identity/matcher/matcher.js';

const clock = { now: () => Date.parse('2026-11-24T09:00:00.000Z') };
const source = 'made-up/1';
const email = (value: string): Identifier => ({ kind: 'email', scope: '', value });
const phone = (value: string): Identifier => ({ kind: 'phone', scope: '', value });

function contact(externalId: string, more: Partial<Contact> = {}): Contact {
  return {
    source,
    externalId,
    kind: 'contact',
    party: 'person',
    identifiers: [email(`${externalId}@home.example.com`)],
    attributes: { name: 'Ann Brown' },
    origin: 'api',
    observedAt: '2026-11-01T00:00:00.000Z',
    ...more,
  };
}

function crmOf(contacts: Contact[], more: Partial<CrmAdapter> = {}): CrmAdapter {
  return {
    contract: 1,
    crm: { id: 'made-up', name: 'Made up' },
    source,
    async contacts({ cursor = '0', limit = 100 } = {}) {
      const at = Number(cursor);
      const part = contacts.slice(at, at + limit);
      const next = at + limit < contacts.length ? { next: String(at + limit) } : {};
      return { items: part.map((one) => ({ type: 'contact' as const, contact: one })), rejected: [], ...next };
    },
    ...more,
  };
}

async function audited(adapter: CrmAdapter, more: Partial<AuditOptions> = {}) {
  const findings: AuditFinding[] = [];
  const report = await audit({
    adapter,
    tools: auditTools(matcher()),
    clock,
    onFinding: (finding) => void findings.push(finding),
    ...more,
  });
  return { report, findings };
}

async function problemsOf(one: Contact, more: Partial<CrmAdapter> = {}): Promise<ProblemName[]> {
  const { findings } = await audited(crmOf([one], more));
  return findings.map(({ problem }) => problem);
}

describe('an audit of one contact', () => {
  it.each<[string, Partial<Contact>, ProblemName[]]>([
    ['nothing wrong', {}, []],
    ['nobody can reach it', { identifiers: [] }, ['unreachable']],
    ['no address', { identifiers: [phone('+14155550123')] }, ['missing-email', 'placeholder-phone']],
    ['an organization needs none', { party: 'organization', identifiers: [phone('+14152370800')] }, []],
    ['an address that is none', { identifiers: [email('ann at home')] }, ['malformed-email']],
    ['a made-up address', { identifiers: [email('noreply@shop.example.com')] }, ['placeholder-email']],
    ["a role's mailbox", { identifiers: [email('info@shop.example.com')] }, ['role-email']],
    ["an organization's mailbox", { party: 'organization', identifiers: [email('info@shop.example.com')] }, []],
    ["another's mailbox", { identifiers: [email('john.smith@shop.example.com')] }, ['name-against-email']],
    ['a mailbox of her own', { identifiers: [email('ann.brown@shop.example.com')] }, []],
    ['a mailbox of her maiden name', { identifiers: [email('anna.miller@shop.example.com')] }, []],
    ['a number that is none', { identifiers: [email('a@home.example.com'), phone('call me')] }, ['malformed-phone']],
    [
      'a number of no known country',
      { identifiers: [email('a@home.example.com'), phone('(907) 465-3875')] },
      ['phone-without-country'],
    ],
    [
      'a number of another country',
      {
        identifiers: [email('a@home.example.com'), phone('+41 44 668 18 00')],
        attributes: { name: 'Ann Brown', address: { country: 'Österreich' } },
      },
      ['country-against-phone'],
    ],
    [
      'a number of a country that shares its prefix',
      {
        identifiers: [email('a@home.example.com'), phone('+1 416 979 7000')],
        attributes: { name: 'Ann Brown', address: { country: 'Canada' } },
      },
      [],
    ],
    ['no country', { attributes: { name: 'Ann Brown', address: { country: 'Atlantis' } } }, ['unknown-country']],
    ['no name', { attributes: {} }, ['missing-name']],
    ['a name that names nobody', { attributes: { name: 'Test' } }, ['placeholder-name']],
    ['born tomorrow', { attributes: { name: 'Ann Brown', birthDate: '2026-11-25' } }, ['future-birth-date']],
    ['born today', { attributes: { name: 'Ann Brown', birthDate: '2026-11-24' } }, []],
    [
      'born when spreadsheets begin',
      { attributes: { name: 'Ann Brown', birthDate: '1900-01-01' } },
      ['unlikely-birth-date'],
    ],
    ['born on no day', { attributes: { name: 'Ann Brown', birthDate: '1984-02-31' } }, ['malformed-date']],
    ['a word for nothing', { attributes: { name: 'Ann Brown', title: 'n/a' } }, ['placeholder-value']],
    [
      'a page that is none',
      { identifiers: [email('a@home.example.com'), { kind: 'url', scope: '', value: 'my page' }] },
      ['malformed-url'],
    ],
    ['old', { observedAt: '2025-01-01T00:00:00.000Z' }, ['stale']],
    ['of unknown age', { observedAt: '2026-11-24T09:00:00.000Z' }, []],
    [
      'what could not be read among its own fields',
      { attributes: { name: 'Ann Brown', custom: { 'E-mail 2': 'nobody', Notes: 'nobody', Geburtsdatum: 'May' } } },
      ['malformed-email', 'malformed-date'],
    ],
  ])('%s', async (_, more, expected) => {
    expect((await problemsOf(contact('ann', more))).sort()).toEqual([...expected].sort());
  });

  it('knows old contacts that somebody speaks with, and customers without deals', async () => {
    const said = (at: string): ActivityObserved => ({
      of: { crm: 'made-up', externalId: '1' },
      observed: {
        type: 'said',
        interaction: {
          network: 'phone',
          realm: '',
          externalId: '1',
          kind: 'call',
          at,
          content: { text: '' },
          origin: 'api',
          participants: [{ role: 'author', of: { source, externalId: 'ann' } }],
        },
        profiles: [],
      },
    });
    const page =
      <Item>(...items: Item[]) =>
      async () => ({ items, rejected: [] });
    const old = contact('ann', { observedAt: '2024-01-01T00:00:00.000Z' });
    expect(await problemsOf(old, { activities: page(said('2024-02-01T00:00:00.000Z')) })).toEqual(['stale']);
    expect(await problemsOf(old, { activities: page(said('2026-10-01T00:00:00.000Z')) })).toEqual([]);
    const customer = contact('ann', { attributes: { name: 'Ann Brown', lifecycleStage: 'Customer' } });
    const deal: DealObserved = {
      of: { crm: 'made-up', externalId: 'd' },
      name: 'Boat',
      contacts: [{ source, externalId: 'ann' }],
      state: 'won',
      stage: 'Won',
      openedAt: '2026-01-01T00:00:00.000Z',
      changedAt: '2026-01-01T00:00:00.000Z',
    };
    expect(await problemsOf(customer)).toEqual([]);
    expect(await problemsOf(customer, { deals: page() })).toEqual(['customer-without-deal']);
    expect(await problemsOf(customer, { deals: page(deal) })).toEqual([]);
  });

  it('shows no more of a value than is needed', async () => {
    const { findings } = await audited(
      crmOf([contact('ann', { identifiers: [email('johanna.smithers@shop.example.com'), phone('+1 415 555 0123')] })]),
    );
    const text = JSON.stringify(findings);
    expect(text).not.toMatch(/smithers|415/);
    expect(findings.map(({ hint }) => hint)).toContain('j…@shop.example.com');
  });
});

describe('an audit of many contacts', () => {
  it('finds what contacts of several names share, on both, and leaves those of one name to duplicates', async () => {
    const shared = email('family@home.example.com');
    const id: Identifier = { kind: 'national-id', scope: '', value: 'AB-1' };
    const { report, findings } = await audited(
      crmOf([
        contact('1', { identifiers: [shared], owner: 'Eve' }),
        contact('2', {
          identifiers: [email('FAMILY@home.example.com')],
          attributes: { name: 'Bob Quill' },
          owner: 'Dan',
        }),
        contact('3', { identifiers: [shared], attributes: { name: 'Cid Varga' } }),
        contact('4', { identifiers: [email('x@home.example.com'), id], attributes: { name: 'Xaver Huber' } }),
        contact('5', { identifiers: [email('y@home.example.com'), id], attributes: { name: 'Yvonne Maier' } }),
        contact('6', { identifiers: [email('z@home.example.com')], attributes: { name: 'Zoe Quist' } }),
        contact('7', { identifiers: [email('z@home.example.com')], attributes: { name: 'Quist, Zoe' } }),
      ]),
    );
    const of = (problem: string) => findings.filter((one) => one.problem === problem).map((one) => one.contact);
    expect(of('shared-email').sort()).toEqual(['1', '2', '3']);
    expect(of('shared-id').sort()).toEqual(['4', '5']);
    expect(of('duplicate')).toEqual(['7']);
    expect(report.duplicates).toMatchObject({ expected: 1, isEstimate: false, examples: [['6', '7']] });
    expect(report.owners.find(({ owner }) => owner === 'Eve')).toMatchObject({ contacts: 1, worst: 'shared-email' });
  });

  it('says what to mend first by what it costs, and counts by field and owner', async () => {
    const contacts = Array.from({ length: 20 }, (_, at) =>
      contact(`c${at}`, {
        owner: at < 15 ? 'Eve' : 'Dan',
        attributes: {
          name: `Person${String.fromCharCode(97 + at)} Family${String.fromCharCode(122 - at)}`,
          title: at < 10 ? 'n/a' : 'Turner',
        },
        ...(at >= 17 && { identifiers: [] }),
      }),
    );
    const { report } = await audited(crmOf(contacts));
    // Ten words for nothing cost less than three contacts whom nobody can be recognized as.
    expect(report.problems.map(({ problem, contacts: count }) => [problem, count])).toEqual([
      ['unreachable', 3],
      ['placeholder-value', 10],
    ]);
    expect(report.owners).toEqual([
      { owner: 'Eve', contacts: 15, withProblems: 10, worst: 'placeholder-value' },
      { owner: 'Dan', contacts: 5, withProblems: 3, worst: 'unreachable' },
    ]);
    expect(report.fill).toContainEqual({ field: 'email', filled: 17 });
    expect(report).toMatchObject({ contacts: 20, withProblems: 13, unreadable: 0 });
  });

  it('counts what could not be read, and passes our own records over', async () => {
    const { report, findings } = await audited(
      crmOf([], {
        contacts: async () => ({
          items: [
            { type: 'contact', contact: contact('ours', { own: true, identifiers: [] }) },
            { type: 'contact', contact: contact('ann') },
          ],
          rejected: [{ at: 'line 3', reason: 'it has no id' }],
        }),
      }),
    );
    expect(report).toMatchObject({ contacts: 1, unreadable: 1 });
    expect(findings).toEqual([{ contact: 'line 3', field: '', problem: 'unreadable', hint: 'it has no id' }]);
  });

  it('estimates duplicates of a large list from a part of it', async () => {
    const names = (at: number) => `${word(at * 7919)} ${word(at * 104_729 + 13)}`;
    const contacts = Array.from({ length: 6000 }, (_, at) => {
      // Every sixth is there again.
      const who = at % 6 === 5 ? at - 5 : at;
      return contact(`c${at}`, { identifiers: [email(`p${who}@home.example.com`)], attributes: { name: names(who) } });
    });
    const whole = await audited(crmOf(contacts));
    expect(whole.report.duplicates).toMatchObject({ expected: 1000, isEstimate: false });
    const part = await audited(crmOf(contacts), { compareAtMost: 1500 });
    const { expected, isEstimate, compared } = part.report.duplicates;
    expect({ isEstimate, isFew: compared <= 1500 }).toEqual({ isEstimate: true, isFew: true });
    expect(expected).toBeGreaterThan(750);
    expect(expected).toBeLessThan(1250);
    expect(part.report.problems.find(({ problem }) => problem === 'duplicate')?.contacts).toBe(expected);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const contacts = Array.from({ length: 500 }, (_, at) => contact(`c${at}`));
    const running = audit({
      adapter: crmOf(contacts),
      tools: auditTools(matcher()),
      clock,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
  });
});

/** A word of letters that is the number's own. */
function word(number: number): string {
  let text = '';
  for (let rest = number % 11_881_376; text.length < 5; rest = Math.floor(rest / 26))
    text += String.fromCharCode(97 + (rest % 26));
  return text;
}
