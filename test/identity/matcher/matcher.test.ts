import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceRecord } from '../../../src/core/model/source-record.js';
import type { Verdict } from '../../../src/core/ports.js';
import { learnFrequencies } from '../../../src/identity/matcher/learn-frequencies.js';
import { matcher } from '../../../src/identity/matcher/matcher.js';
import { profile, record } from '../records.js';
import { anyRecord } from './any-record.js';

const resolver = matcher({ country: 'US' });
const ann = { givenName: 'Ann', familyName: 'Okonkwo' };

function verdict(a: SourceRecord, b: SourceRecord, by = resolver): Verdict {
  return by.decide(a, [b])[0] as Verdict;
}

function email(value: string, verifiedBy?: string) {
  return { kind: 'email', value, ...(verifiedBy && { verifiedBy }) };
}

const mailProfile = (address: string, name?: string) =>
  record(name ? { name } : {}, [{ kind: 'email', value: address }], {
    source: 'email',
    externalId: address,
    kind: 'profile',
  });

describe('what links', () => {
  it('an e-mail profile and a contact of the same address', () => {
    const found = verdict(mailProfile('ann@okonkwo.example'), record(ann, [email('Ann@Okonkwo.example')]));
    expect(found).toMatchObject({ outcome: 'link', proven: false });
    expect(found.probability).toBeGreaterThan(0.95);
  });

  it('an account whose page a contact lists', () => {
    const contact = record(ann, [{ kind: 'url', value: 'https://twitter.com/AnnO' }]);
    expect(verdict(profile('twitter', 'anno'), contact).outcome).toBe('link');
    expect(verdict(profile('instagram', 'anno'), contact).outcome).not.toBe('link');
  });

  it('a phone number once the name agrees', () => {
    const phone = { kind: 'phone', value: '(907) 465-3875' };
    expect(verdict(record(ann, [phone]), record({}, [phone])).outcome).toBe('review');
    expect(verdict(record(ann, [phone]), record({ name: 'Okonkwo, Ann' }, [phone])).outcome).toBe('link');
  });

  it('a contact twice, with a nickname and a slip of a key', () => {
    const place = { address: { street: '12 Elm Street', city: 'Juneau', postalCode: '99801' } };
    const one = record({ givenName: 'William', familyName: 'Okonkwo', birthDate: '1970-03-04', ...place });
    const two = record({ givenName: 'Bill', familyName: 'Okonkow', birthDate: '1970-03-04', ...place });
    expect(verdict(one, two).outcome).toBe('link');
  });

  it('given and family name in each other’s place', () => {
    const address = [email('ann.okonkwo@work.example')];
    expect(verdict(record(ann, address), record({ givenName: 'Okonkwo', familyName: 'Ann' }, address)).outcome).toBe(
      'link',
    );
  });

  it('an organization twice', () => {
    const acme = (name: string) =>
      record({ name }, [{ kind: 'email', value: 'info@acme.example' }], { party: 'organization' });
    expect(verdict(acme('Acme Widget Ltd'), acme('ACME Widget')).outcome).toBe('link');
  });
});

describe('what a stranger can choose', () => {
  const contact = record({ ...ann, organization: 'Acme Widget', address: { city: 'Juneau' } }, [
    email('ann@okonkwo.example'),
    { kind: 'url', value: 'https://okonkwo.example/ann' },
  ]);
  const impostor = profile(
    'twitter',
    'annokonkwo',
    { name: 'Ann Okonkwo', bio: 'I work for Acme Widget', location: 'Juneau' },
    [email('ann@okonkwo.example'), { kind: 'url', value: 'https://okonkwo.example/ann' }],
  );

  it('is put before a person and never links', () => {
    const found = verdict(impostor, contact);
    expect(found.probability).toBeGreaterThan(0.95);
    expect(found).toMatchObject({ outcome: 'review', proven: false });
  });

  it('links where the app says that it trusts it', () =>
    expect(verdict(impostor, contact, matcher({ trustHandles: true })).outcome).toBe('link'));

  it('is no account of its own because it links to one', () => {
    const victim = record(ann, [{ kind: 'url', value: 'https://twitter.com/victim' }]);
    const claims = profile('twitter', 'impostor', {}, [{ kind: 'url', value: 'https://twitter.com/victim' }]);
    expect(verdict(claims, victim).outcome).not.toBe('link');
  });

  it('the same handle on another network is a hint', () =>
    expect(verdict(profile('twitter', 'zbigokonkwo77'), profile('instagram', 'zbig.okonkwo_77')).outcome).toBe(
      'review',
    ));

  it('no subset of what it chooses links', () => {
    fc.assert(
      fc.property(anyRecord('contact'), anyRecord('profile'), (left, right) => {
        const stranger = { ...right, identifiers: right.identifiers.map(({ verifiedBy: _, ...rest }) => rest) };
        const listed = {
          ...left,
          identifiers: left.identifiers.filter(({ kind }) => kind === 'email' || kind === 'phone'),
        };
        expect(verdict(stranger, listed).outcome).not.toBe('link');
      }),
    );
  });
});

describe('proofs', () => {
  it('an e-mail verified on both sides', () => {
    const verified = (kind: 'contact' | 'profile') => record({}, [email('ann@okonkwo.example', 'crm')], { kind });
    expect(verdict(verified('contact'), verified('profile'))).toMatchObject({ outcome: 'link', proven: true });
    const claimed = record({}, [email('ann@okonkwo.example')], { kind: 'profile', source: 'twitter' });
    expect(verdict(verified('contact'), claimed).proven).toBe(false);
  });

  it('a CRM’s verified e-mail and the profile that is this address', () =>
    expect(verdict(mailProfile('ann@okonkwo.example'), record({}, [email('ann@okonkwo.example', 'crm')])).proven).toBe(
      true,
    ));

  it('a stable id that a contact lists', () => {
    const contact = record({}, [{ kind: 'account-id', scope: 'bluesky', value: 'bluesky-ann' }]);
    expect(verdict(profile('bluesky', 'ann'), contact)).toMatchObject({ outcome: 'link', proven: true });
    const elsewhere = record({}, [{ kind: 'account-id', scope: 'twitter', value: 'bluesky-ann' }]);
    expect(verdict(profile('bluesky', 'ann'), elsewhere).proven).toBe(false);
  });

  it('a verified link that is shown both ways', () => {
    const page = { kind: 'url', value: 'https://okonkwo.example' };
    const site = record({}, [page, { kind: 'url', value: 'https://social.example/@ann' }]);
    const account = (verifiedBy?: string) =>
      profile('mastodon/social.example', 'ann', {}, [{ ...page, ...(verifiedBy && { verifiedBy }) }]);
    expect(verdict(account('network'), site)).toMatchObject({ outcome: 'link', proven: true });
    expect(verdict(account(), site).proven).toBe(false);
    expect(verdict(account('network'), record({}, [page])).proven).toBe(false);
  });

  it('a verified handle stands for the stable id beside it', () => {
    const contact = record({}, [{ kind: 'handle', scope: 'bluesky', value: 'ann.okonkwo.example' }]);
    const account = profile('bluesky', 'x');
    const own = account.identifiers.map((one) =>
      one.kind === 'handle' ? { ...one, value: 'ann.okonkwo.example', verifiedBy: 'dns' } : one,
    );
    expect(verdict({ ...account, identifiers: own }, contact).proven).toBe(true);
    const unchecked = own.map(({ verifiedBy, ...one }) => (one.kind === 'handle' ? one : { ...one, verifiedBy }));
    expect(verdict({ ...account, identifiers: unchecked as typeof own }, contact).proven).toBe(false);
  });
});

describe('vetoes', () => {
  it('two verified stable ids on one network', () => {
    const same = { name: 'Ann Okonkwo' };
    expect(verdict(profile('twitter', 'one', same), profile('twitter', 'two', same))).toMatchObject({
      outcome: 'veto',
      probability: 0,
      evidence: [{ type: 'veto', field: 'account-id' }],
    });
  });

  it('a person and an organization', () => {
    const address = [email('ann@okonkwo.example')];
    expect(verdict(record(ann, address), record({ name: 'Okonkwo' }, address, { party: 'organization' })).outcome).toBe(
      'veto',
    );
  });

  it('another date of birth speaks against and forbids nothing', () => {
    const born = (birthDate: string) => record({ ...ann, birthDate });
    const found = verdict(born('1970-03-04'), born('1988-11-25'));
    expect(found.outcome).toBe('none');
    expect(found.evidence).toContainEqual(expect.objectContaining({ field: 'birth-date', level: 'different' }));
  });
});

describe('households', () => {
  const home = { address: { street: '12 Elm Street', city: 'Juneau', postalCode: '99801' } };
  const phone = { kind: 'phone', value: '(907) 465-3875' };
  const one = record({ ...ann, ...home }, [phone]);

  it('are related, not one', () =>
    expect(verdict(one, record({ givenName: 'Zbigniew', familyName: 'Okonkwo', ...home }, [phone]))).toMatchObject({
      outcome: 'relate',
      relation: 'household',
    }));

  it('do not keep one person apart from themselves', () =>
    expect(verdict(one, record({ ...ann, ...home }, [phone])).outcome).toBe('link'));

  it('share an address that counts once', () => {
    const shared = verdict(one, record({ ...home }, [phone])).evidence;
    expect(
      shared.filter(({ field, weight }) => ['phone', 'address'].includes(field) && (weight ?? 0) > 0),
    ).toHaveLength(1);
  });
});

describe('frequencies', () => {
  it('a rare name counts for more than a common one', () => {
    const people = Array.from({ length: 1000 }, (_, index) =>
      record(index < 60 ? { name: 'John Smith' } : { name: `Given${index} Family${index}` }),
    );
    const by = matcher({ frequencies: learnFrequencies(people) });
    const twice = (name: string) => verdict(record({ name }), record({ name }), by).weight;
    expect(twice('Given700 Family700')).toBeGreaterThan(twice('John Smith') + 8);
  });
});
