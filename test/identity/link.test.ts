import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedFile, sharedRecords } from '../../bench/shared-files.js';
import type { Contact, Profile } from '../../src/core/model/source-record.js';
import { evaluateLinks } from '../../src/identity/evaluate.js';
import { link, linkage } from '../../src/identity/link.js';
import { profile, record } from './records.js';

const contact = (name: string, identifiers: Parameters<typeof record>[1] = []) =>
  record({ name }, identifiers) as Contact;
const account = (handle: string, network = 'twitter') => profile(network, handle) as Profile;

describe('link', () => {
  const contacts = [
    contact('Kim Schofield'),
    contact('Zbigniew Okonkwo', [{ kind: 'email', value: 'zbig77@okonkwo.example' }]),
    contact('Bill Vandenberg'),
    contact('Stephen Meeks'),
    contact('Steven Meeks'),
  ];
  const of = (handle: string, network?: string) => link(contacts, [account(handle, network)])[0];

  it.each([
    ['kimschofield', 0],
    ['SchofieldForSenate', 0],
    ['zbig77', 1],
    ['zokonkwo', 1],
    ['william-vandenberg-5402821b6', 2],
  ])('%s', (handle, place) => {
    expect(of(handle)).toMatchObject({ decision: 'link' });
    expect(of(handle)?.contact).toBe(contacts[place]);
  });

  it('a handle without a name is nobody’s', () => expect(of('UCakfxrI6Njw5DpCRHqxuXXQ')?.decision).toBe('none'));

  it('what fits two contacts as well is put before a person', () => {
    expect(of('steve-meeks')).toMatchObject({ decision: 'review' });
    expect(of('steve-meeks')?.probability).toBeLessThanOrEqual(0.5);
  });

  it('a contact may have many profiles, and a profile has one contact; all in the order they came', () => {
    const profiles = [
      account('okonkwoz'),
      account('kimschofield', 'instagram'),
      account('kim.schofield'),
      account('x'),
    ];
    const links = link(contacts, profiles);
    expect(links.map(({ profile: one }) => one)).toEqual(profiles);
    expect(links.map(({ contact: one }) => one && contacts.indexOf(one))).toEqual([1, 0, 0, undefined]);
  });

  it('trusts no handle where it is told so, and what no stranger chose as before', () => {
    const listed = contact('Somebody', [{ kind: 'url', value: 'https://instagram.com/xyz' }]);
    const links = link([...contacts, listed], [account('kimschofield'), account('xyz', 'instagram')], {
      trustHandles: false,
    });
    expect(links.map(({ decision }) => decision)).toEqual(['review', 'link']);
  });

  it.each([
    ['Carl Perry', 'carl-perry', 'carla-perry'],
    ['Greg Vital', 'GregVital', 'GregVitali'],
    ['Brian Nadeau', 'brian-nadeau', 'brianne-nadeau'],
    ['Dick Ames', 'dick.ames', 'dick.james'],
  ])('%s: %s says more than %s, in which a name is cut out of a longer word', (name, whole, cut) => {
    const [one = 0, other = 0] = link([contact(name)], [account(whole), account(cut)]).map(({ evidence }) =>
      evidence.reduce((sum, each) => sum + (each.weight ?? 0), 0),
    );
    expect(other).toBeLessThan(one - 3);
  });

  it('a nickname is as common as profiles say, though no contact bears it', () => {
    const list = [contact('Charles Lindqvist'), contact('Maya Okonkwo')];
    const handle = account('carl.lindqvist');
    const strangers = (name: string) =>
      Array.from({ length: 300 }, (_, index) =>
        account(`${name}-${'bdfgklmprt'[index % 10]}${'aeiou'[index % 5]}zz${index}`),
      );
    const [among, apart] = [strangers('carl'), strangers('oona')].map(
      (others) => link(list, [handle, ...others])[0]?.probability as number,
    );
    expect(among).toBeLessThan(apart as number);
  });

  it('a region in a handle tells namesakes apart', () => {
    const list = ['OH', 'TX'].map((region) => record({ name: 'Jane Kowalczyk', address: { region } }) as Contact);
    const [found] = link(list, [account('KowalczykForOhio')]);
    expect(found).toMatchObject({ decision: 'link' });
    expect(found?.contact).toBe(list[0]);
  });

  it('own records take no part', () => {
    const own = { ...contact('Kim Schofield'), own: true };
    expect(link([own], [account('kimschofield')])[0]?.decision).toBe('none');
    expect(link(contacts, [{ ...account('kimschofield'), own: true }])[0]).toMatchObject({
      decision: 'none',
      evidence: [],
    });
  });

  it('a switchboard that everybody has links nobody', () => {
    const phone = { kind: 'phone', value: '(907) 465-3875' };
    const people = Array.from({ length: 30 }, (_, index) =>
      contact(`Q${'bcdfghjklm'[index % 10]}aro T${'bdglmnprsk'[(index * 7) % 10]}ero`, [phone]),
    );
    const caller = record({}, [phone], { kind: 'profile', source: 'phone', externalId: '+19074653875' }) as Profile;
    expect(link(people, [caller], { country: 'US' })[0]?.decision).toBe('none');
    expect(link(people.slice(0, 1), [caller], { country: 'US' })[0]?.contact).toBe(people[0]);
  });

  it('nothing comes of nothing', () => {
    expect(link([], [])).toEqual([]);
    expect(link([], [account('x')])).toMatchObject([{ decision: 'none', probability: 0 }]);
  });

  it('refuses a precision beside a probability, and one that asks for nothing', () => {
    expect(() => link([], [], { precision: 0.9, linkAt: 0.9 })).toThrow(/not both/);
    for (const precision of [0.5, 1]) expect(() => link([], [], { precision })).toThrow(/precision/);
    expect(() => link([], [], { known: 2 })).toThrow(/known/);
  });

  it('refuses an option it does not know', () =>
    expect(() => link([], [], { threshold: 1 } as never)).toThrow(/threshold/));
});

describe('linkage', () => {
  const given = ['kim', 'zbigniew', 'maya', 'tomas', 'priya', 'steve', 'ana'];
  const family = ['schofield', 'okonkwo', 'lindqvist', 'meeks', 'raman', 'costa'];
  const name = fc.tuple(fc.constantFrom(...given), fc.constantFrom(...family));
  const handle = fc.oneof(
    name.map(([first, last]) => `${first}${last}`),
    name.map(([first, last]) => `${first[0]}${last}`),
    fc.constantFrom(...given, ...family),
    fc.stringMatching(/^[a-z]{3,12}$/),
  );
  const lists = fc.tuple(fc.array(name, { maxLength: 20 }), fc.array(handle, { maxLength: 20 }));
  const made = ([names, handles]: [[string, string][], string[]]) =>
    [names.map((parts) => contact(parts.join(' '))), handles.map((one) => account(one))] as const;

  it('a higher precision links nothing that a lower one does not, and promises at least what was asked', () => {
    const asked = fc.double({ min: 0.51, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(lists, asked, asked, (given, one, other) => {
        const [contacts, profiles] = made(given);
        const at = (precision: number) => linkage(contacts, profiles, { precision });
        const [low, high] = [at(Math.min(one, other)), at(Math.max(one, other))];
        for (const [place, { decision }] of high.links.entries())
          if (decision === 'link') expect(low.links[place]?.decision).toBe('link');
        expect(high.linkAt).toBeGreaterThanOrEqual(low.linkAt);
        expect(high.expectedPrecision).toBeGreaterThanOrEqual(Math.max(one, other) - 1e-9);
      }),
    );
  });

  it('asked for a precision, the order of profiles changes nothing', () => {
    fc.assert(
      fc.property(lists, (given) => {
        const [contacts, profiles] = made(given);
        const forward = linkage(contacts, profiles, { precision: 0.9 });
        const backward = linkage(contacts, profiles.toReversed(), { precision: 0.9 });
        const decisions = ({ links }: typeof forward) => links.map(({ decision }) => decision);
        expect(decisions(backward).toReversed()).toEqual(decisions(forward));
      }),
    );
  });

  it('expects of its links what their probabilities say together', () => {
    const contacts = [contact('Kim Schofield'), contact('Maya Lindqvist'), contact('Zbigniew Okonkwo')];
    const profiles = [account('kimschofield'), account('mayalindqvist'), account('zokonkwo'), account('qqq')];
    const { links, expectedPrecision, linkAt } = linkage(contacts, profiles);
    const linked = links.filter(({ decision }) => decision === 'link').map(({ probability }) => probability);
    expect(linked.length).toBeGreaterThan(1);
    expect(expectedPrecision).toBeCloseTo(linked.reduce((sum, one) => sum + one, 0) / linked.length, 12);
    expect(linkAt).toBe(0.6);
  });

  it('learns how many profiles are of somebody in the list, or is told', () => {
    const names = given.flatMap((first) => family.map((last) => [first, last] as const));
    const contacts = names.map((parts) => contact(parts.join(' ')));
    const theirs = names.map((parts) => account(parts.join('')));
    const strangers = Array.from({ length: 300 }, (_, index) => account(`q${'wxzvbjkf'[index % 8]}q${index}`));
    const share = (profiles: Profile[]) => linkage(contacts, profiles).known;
    expect(share(theirs)).toBeGreaterThan(0.8);
    expect(share([...theirs, ...strangers])).toBeLessThan(0.3);
    const told = linkage(contacts, theirs, { known: 0.001 });
    expect(told.known).toBe(0.001);
    expect(told.links[0]?.probability).toBeLessThan(link(contacts, theirs)[0]?.probability as number);
    expect(linkage(contacts, theirs, { known: 0 })).toMatchObject({ expectedPrecision: 1 });
  });
});

const contactsPath = sharedFile('social/legislators-contacts.csv');
const profilesPath = sharedFile('social/legislators-profiles.csv');

describe.skipIf(!contactsPath || !profilesPath)('handles of legislators (skipped without the shared data)', () => {
  it.each([
    { every: 1, recall: 0.85 },
    { every: 20, recall: 0.65 },
  ])('one contact in $every is there', async ({ every, recall }) => {
    const everybody = await sharedRecords<Contact>(contactsPath ?? '', 'contact');
    const profiles = await sharedRecords<Profile>(profilesPath ?? '', 'profile', 'true_contact_id');
    const contacts = everybody.records.filter((_, index) => index % every === 0);
    const kept = new Set(contacts.map(({ externalId }) => externalId));
    const links = link(contacts, profiles.records, { country: 'US' });
    const found = links.map(({ decision, contact: one }) => (decision === 'link' ? one?.externalId : undefined));
    const evaluation = evaluateLinks(
      found,
      profiles.truth.map((id) => (kept.has(id) ? id : undefined)),
    );
    expect(evaluation.precision).toBeGreaterThan(0.97);
    expect(evaluation.recall).toBeGreaterThan(recall);
  });
});
