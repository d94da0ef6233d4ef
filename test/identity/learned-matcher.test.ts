import { describe, expect, it } from 'vitest';
import type { SourceRecord } from '../../src/core/model/source-record.js';
import type { Verdict } from '../../src/core/ports.js';
import { memory } from '../../src/core/store/memory.js';
import { frozenModel } from '../../src/identity/dedupe.js';
import { learnedMatcher } from '../../src/identity/learned-matcher.js';
import { recordIndex } from '../../src/identity/record-index/record-index.js';
import { kenning } from '../../src/kenning.js';
import { FakeCrm, fakeCrmAdapter } from '../../src/testing/index.js';
import { profile, record } from './records.js';

const given = ['Ann', 'Bill', 'Carla', 'Dmitri', 'Eve', 'Farid', 'Grace', 'Hana', 'Ivan', 'Jo'];
const family = ['Okonkwo', 'Lindqvist', 'Marsh', 'Tanaka', 'Vandenberg', 'Quiroga', 'Nilsen', 'Haddad'];

/** Made-up people; every third is there twice, with a slip in the name. */
function people(): SourceRecord[] {
  const found: SourceRecord[] = [];
  for (let number = 0; number < 240; number += 1) {
    const [first, last] = [given[number % 10] as string, family[(number * 7) % 8] as string];
    const birthDate = `19${50 + (number % 50)}-0${1 + (number % 9)}-1${number % 10}`;
    const email = { kind: 'email', value: `${first}.${last}${number}@mail.example`.toLowerCase() };
    found.push(record({ givenName: first, familyName: last, birthDate }, [email]));
    if (number % 3 === 0) found.push(record({ givenName: first, familyName: `${last}e`, birthDate }, [email]));
  }
  return found;
}

const contacts = people();
const model = frozenModel(contacts);
const resolver = learnedMatcher({ model });
const [one, copy, other] = contacts as [SourceRecord, SourceRecord, SourceRecord];
const verdict = (a: SourceRecord, b: SourceRecord, by = resolver): Verdict => by.decide(a, [b])[0] as Verdict;

describe('a learned matcher', () => {
  it('weighs as the index and links whom it finds', () => {
    const index = recordIndex({ model, records: contacts });
    expect(verdict(one, copy)).toMatchObject({ outcome: 'link', weight: index.explain(one.id, copy.id).weight });
    expect(verdict(one, other).outcome).toBe('none');
    let links = 0;
    for (const contact of contacts.slice(0, 60)) {
      const found = index.find(contact, { from: 0.95, limit: 100 }).map(({ id }) => id);
      const rest = contacts.filter(({ id }) => id !== contact.id);
      const linked = resolver.decide(contact, rest).filter(({ outcome }) => outcome === 'link');
      expect(linked.map(({ candidate }) => candidate.id as string).sort()).toEqual(found.sort());
      const keys = new Set(resolver.keys(contact));
      for (const { candidate } of linked) expect(resolver.keys(candidate).some((key) => keys.has(key))).toBe(true);
      links += linked.length;
    }
    expect(links).toBeGreaterThan(20);
  });

  it('is the same both ways, and its evidence adds up to the weight', () => {
    const { evidence, weight, outcome } = verdict(one, copy);
    expect(verdict(copy, one)).toMatchObject({ outcome, weight });
    expect(evidence.reduce((sum, { weight: bits = 0 }) => sum + bits, 0)).toBeCloseTo(weight, 8);
  });

  it('proposes by what a stranger can choose, and never links by it unless the app says so', () => {
    const { attributes, identifiers } = one;
    const [{ value = '' } = {}] = identifiers;
    const said = { ...attributes, bio: 'I am she' };
    const stranger = profile('net', 'ann-okonkwo', said, [{ kind: 'email', value }]);
    expect(verdict(stranger, one).outcome).toBe('review');
    expect(verdict(one, stranger).outcome).toBe('review');
    expect(verdict(profile('net', 'annokonkwo', { name: 'Ann Okonkwo' }), one).outcome).not.toBe('link');
    expect(verdict(stranger, one, learnedMatcher({ model, trustHandles: true })).outcome).toBe('link');
    const checked = profile('net', 'ann-okonkwo', said, [{ kind: 'email', value, verifiedBy: 'network' }]);
    expect(verdict(checked, one).outcome).toBe('link');
    const mailbox = record({ ...attributes }, [], { source: 'email', externalId: value, kind: 'profile' });
    expect(verdict(mailbox, one).outcome).toBe('link');
  });

  it('keeps proofs, vetoes and our own as they are', () => {
    const [left, right] = [profile('net', 'a', one.attributes), profile('net', 'b', one.attributes)];
    expect(verdict(left, right).outcome).toBe('veto');
    expect(resolver.keys({ ...one, own: true })).toEqual([]);
    expect(verdict({ ...one, own: true }, copy).outcome).toBe('none');
    expect(resolver.version).not.toBe(learnedMatcher({ model: frozenModel(contacts.slice(0, 100)) }).version);
  });

  it('refuses a model that is not frozen, and options that it does not know', () => {
    const { frozen: _frozen, ...learned } = model;
    expect(() => learnedMatcher({ model: learned as never })).toThrow('not frozen');
    expect(() => learnedMatcher({ model, linkAtt: 1 } as never)).toThrow('linkAtt');
  });

  it('resolves an app', async () => {
    const crm = new FakeCrm();
    for (const { attributes, identifiers } of [one, copy, other])
      crm.add({
        first_name: attributes.givenName as string,
        last_name: attributes.familyName as string,
        email: identifiers[0]?.value as string,
      });
    const store = memory();
    const app = kenning({ store, resolver, crms: { sales: fakeCrmAdapter(crm) } });
    await app.sync();
    expect((await app.customers()).map(({ records }) => records.length).sort()).toEqual([1, 2]);
    const [link] = await store.list('decisions', 'all', { where: {} });
    expect(link?.data).toMatchObject({ kind: 'link', version: resolver.version });
    await app.close();
  });
});
