import { describe, expect, it } from 'vitest';
import { enrich } from '../../src/enrich.js';
import type { FoundProfile } from '../../src/enrichment/enrichment.js';
import type { EnrichOptions } from '../../src/enrichment/options.js';
import { account, contact, didOf, email, handle, linkTo, pageOf, url, type World, world } from './world.js';

const ann = (...identifiers: Parameters<typeof contact>[2]) => contact('1', 'Ann Lindqvist', identifiers);

async function found(contacts: EnrichOptions['contacts'], made: World, more: Partial<EnrichOptions> = {}) {
  const { options, requests } = world(made);
  const { profiles, report } = await enrich({ contacts, ...options, ...more }).run();
  return { profiles, report, requests, words: profiles.map(told) };
}

const told = ({ contactId, handle: name, decision, proof, source }: FoundProfile) =>
  [contactId, name, decision, proof ?? '-', source].join(' ');

const site = 'https://ann.example/';

describe('an account is linked', () => {
  it('that the row names, and found once whatever names it', async () => {
    const accounts = [account('ann.test', 'Ann Lindqvist')];
    const { words, profiles } = await found([ann(handle('@ann.test'), url('https://bsky.app/profile/ann.test'))], {
      accounts,
    });
    expect(words).toEqual(['1 ann.test link - row']);
    expect(profiles[0]).toMatchObject({
      network: 'bluesky',
      profileId: didOf('ann.test'),
      url: 'https://bsky.app/profile/ann.test',
      retrievedAt: '2026-11-24T10:00:00.000Z',
    });
    expect(profiles[0]?.probability).toBeGreaterThan(0.99);
  });

  it('with a proof where site and profile name each other, whatever it calls itself', async () => {
    for (const name of ['Ann Lindqvist', 'moss & kettles']) {
      const accounts = [account('kettles.test', name, ['https://www.ann.example'])];
      const { words } = await found([ann(url('ann.example'))], {
        web: { [site]: pageOf('Ann Lindqvist', linkTo('kettles.test')) },
        accounts,
      });
      expect(words).toEqual(['1 kettles.test link both-ways site']);
    }
  });

  it('without a proof where her site claims it and it bears her name', async () => {
    const accounts = [account('ann.test', 'Ann Lindqvist')];
    const { words } = await found([ann(url(site))], { web: { [site]: linkTo('ann.test') }, accounts });
    expect(words).toEqual(['1 ann.test link - site']);
  });

  it('by JSON-LD of a page about one person', async () => {
    const data = { '@type': 'Person', name: 'Ann Lindqvist', sameAs: ['https://bsky.app/profile/ann.test'] };
    const web = { [site]: `<script type="application/ld+json">${JSON.stringify(data)}</script>` };
    const { words } = await found([ann(url(site))], { web, accounts: [account('ann.test', 'Ann Lindqvist', [site])] });
    expect(words).toEqual(['1 ann.test link both-ways site']);
  });

  it('that Gravatar has seen its owner sign in to; hidden ones stay hidden', async () => {
    const hash = '3dcfb0e3f4f4bfd3fd8e3d4cd8a4c5ce';
    const gravatar = {
      hash,
      display_name: 'Ann Lindqvist',
      verified_accounts: [
        { service_type: 'bluesky', url: 'https://bsky.app/profile/ann.test', is_hidden: false },
        { service_type: 'github', url: 'https://github.com/ann-l', is_hidden: false },
        { service_type: 'x', url: 'https://x.com/annsecret', is_hidden: true },
        { url: 'javascript:alert(1)' },
      ],
    };
    const asked: string[] = [];
    const accounts = [account('ann.test', 'ann')];
    const { words } = await found(
      [ann(email(' Ann@Lindqvist.example'))],
      { accounts },
      {
        fetch: async (input, init) => {
          const request = new Request(input, init);
          asked.push(request.url);
          return Response.json(gravatar);
        },
      },
    );
    expect(words.sort()).toEqual(['1 ann-l link gravatar gravatar', '1 ann.test link gravatar gravatar']);
    // SHA-256 of the address in lower case, and nothing else of it.
    expect(asked).toEqual([`https://api.gravatar.com/v3/profiles/${await sha256('ann@lindqvist.example')}`]);
  });

  it('whose handle is her own domain, checked both ways', async () => {
    const did = didOf('ann.example');
    const doc = Response.json({ id: did, alsoKnownAs: ['at://ann.example'] });
    const accounts = [account('ann.example', 'Ann Lindqvist')];
    const web = { 'https://ann.example/.well-known/atproto-did': `${did}\n`, [`https://plc.directory/${did}`]: doc };
    const { words } = await found([ann(url('https://ann.example'))], { web, accounts });
    expect(words).toEqual(['1 ann.example link domain atproto']);
    const byName = await found(
      [ann(url('https://ann.example'))],
      { web: { [`https://plc.directory/${did}`]: doc }, accounts },
      {
        resolveTexts: async (name) => (name === '_atproto.ann.example' ? ['v=spf1', `did=${did}`] : []),
      },
    );
    expect(byName.words).toEqual(words);
    const other = Response.json({ id: did, alsoKnownAs: ['at://somebody.example'] });
    const oneWay = await found([ann(url('https://ann.example'))], {
      web: { ...web, [`https://plc.directory/${did}`]: other },
      accounts,
    });
    expect(oneWay.words).toEqual([]);
  });

  it('that the server of her own address tells by WebFinger', async () => {
    const jrd = {
      subject: 'acct:ann@social.example',
      links: [
        { rel: 'http://webfinger.net/rel/profile-page', href: 'https://social.example/@ann' },
        { rel: 'self', type: 'application/activity+json', href: 'https://social.example/users/ann' },
      ],
    };
    const asked = 'https://ann.example/.well-known/webfinger?resource=acct%3Aann%40ann.example';
    const { profiles } = await found([ann(email('ann@ann.example'))], { web: { [asked]: Response.json(jrd) } });
    expect(profiles).toMatchObject([
      {
        network: 'mastodon',
        handle: 'ann@social.example',
        url: 'https://social.example/@ann',
        decision: 'link',
        proof: 'webfinger',
      },
    ]);
  });

  it('whose verified field her own site is, although the site could not be read', async () => {
    const profile = account('ann.test', 'A.', []);
    profile.identifiers.push({ kind: 'url', scope: '', value: site, verifiedBy: 'network' });
    const { words } = await found([ann(url(site), handle('ann.test'))], { accounts: [profile] });
    expect(words).toEqual(['1 ann.test link both-ways row']);
  });
});

it('the server of an account is asked, over the fetch that checks, for the links that it has seen lead back', async () => {
  const profile = account('ann', 'Ann');
  const realm = 'social.example';
  const scope = `mastodon/${realm}`;
  profile.source = scope;
  profile.identifiers = [
    { kind: 'account-id', scope, value: profile.externalId, verifiedBy: 'network' },
    { kind: 'handle', scope, value: 'ann', verifiedBy: 'network' },
    { kind: 'url', scope: '', value: site, verifiedBy: 'network' },
  ];
  const made = world({ accounts: [profile], network: { id: 'mastodon' } });
  const asked: unknown[] = [];
  const mastodon = (host: string, fetch: unknown) => {
    asked.push([host, fetch === made.options.outsideFetch]);
    return { ...made.connector, realm: host };
  };
  const contacts = [ann(url(site), handle('@ann', scope)), contact('2', 'Bob Martens', [handle('bob', 'mastodon/..')])];
  const { profiles } = await enrich({ contacts, ...made.options, sources: { networks: { mastodon } } }).run();
  expect(profiles).toMatchObject([
    { contactId: '1', handle: 'ann@social.example', decision: 'link', proof: 'both-ways' },
  ]);
  expect(asked).toContainEqual([realm, true]);
});

describe('a person is asked', () => {
  const accounts = [account('ann.test', 'Ann Lindqvist')];

  it('about whom only the name was found', async () => {
    const { words, requests } = await found([ann()], { accounts });
    expect(words).toEqual(['1 ann.test review - name']);
    expect(requests).toEqual(['people Ann Lindqvist']);
  });

  it('where the profile alone names her site, her address or her company', async () => {
    const states = [site, 'ann@ann.example'];
    const impostor = account('ann-lindqvist.test', 'Ann Lindqvist', states, { bio: 'Ann of ann.example, at Acme' });
    const person = contact('1', 'Ann Lindqvist', [url(site), email('ann@ann.example')]);
    person.attributes.organization = 'Acme';
    const { words } = await found([person], { web: { [site]: '<h1>Ann</h1>' }, accounts: [impostor] });
    expect(words).toEqual(['1 ann-lindqvist.test review - name']);
  });

  it('where her site links to a profile without saying that it is hers, even if that links back', async () => {
    const visitor = [account('ann.test', 'Ann Lindqvist', [site])];
    const { words } = await found([ann(url(site))], { web: { [site]: linkTo('ann.test', '') }, accounts: visitor });
    expect(words).toEqual(['1 ann.test review - site']);
  });

  it('where the row names an account that somebody of another name has now', async () => {
    const { words } = await found([ann(handle('ann.test'))], { accounts: [account('ann.test', 'Bob Martens')] });
    expect(words).toEqual(['1 ann.test review - row']);
    const cousin = { accounts: [account('ann.test', 'Carl Lindqvist')] };
    expect((await found([ann(handle('ann.test'))], cousin)).words).toEqual(['1 ann.test review - row']);
    const ofPenName = { accounts: [account('ann.test', 'kettles')] };
    expect((await found([ann(handle('ann.test'))], ofPenName)).words).toEqual(['1 ann.test review - row']);
  });

  it('where the site that her row names may be her company’s, as the account then is', async () => {
    const page = pageOf('Acme: kettles since 1901', linkTo('acme.test'));
    const accounts = [account('acme.test', 'Acme Kettles', ['https://acme.example'])];
    const { words } = await found([ann(url('https://acme.example'))], {
      web: { 'https://acme.example/': page },
      accounts,
    });
    expect(words).toEqual(['1 acme.test review - site']);
  });

  it('where two people of the list would have one account', async () => {
    const two = [ann(handle('ann.test')), contact('2', 'Bob Martens', [url('https://bsky.app/profile/ann.test')])];
    const { words } = await found(two, { accounts });
    expect(words.filter((word) => word.includes(' link '))).toEqual([]);
  });
});

describe('nobody is linked', () => {
  it('with what a site says that several people of the list have', async () => {
    const web = { 'https://acme.example/': linkTo('acme.test') + linkTo('bob.test') };
    const accounts = [
      account('acme.test', 'Acme', ['https://acme.example']),
      account('bob.test', 'Bob Martens', ['https://acme.example']),
    ];
    const list = [
      ann(url('https://acme.example'), email('ann@acme.example')),
      contact('2', 'Bob Martens', [url('https://acme.example'), email('bob@acme.example')]),
    ];
    const { words } = await found(list, { web, accounts });
    expect(words).toEqual(['2 bob.test review - name']);
  });

  it('with somebody else of her name on her company’s page', async () => {
    const people = ['Ann Lindqvist', 'Bob Martens'].map((name) => ({
      '@type': 'Person',
      name,
      sameAs: `https://bsky.app/profile/${name.split(' ')[0]?.toLowerCase()}.test`,
    }));
    const web = { 'https://acme.example/': `<script type="application/ld+json">${JSON.stringify(people)}</script>` };
    const list = [ann(email('ann@acme.example')), contact('3', 'Carla Ruiz', [email('carla@acme.example')])];
    const { words, requests } = await found(list, { web, accounts: [account('ann.test', 'Ann Lindqvist')] });
    expect(words).toEqual(['1 ann.test review - site']);
    expect(requests.filter((request) => request === 'https://acme.example/')).toHaveLength(1);
    expect(requests).not.toContain('profile bob.test');
  });

  it('with an account that is suspended, ours, or not there', async () => {
    const gone = { ...account('a.test', 'Ann Lindqvist'), standing: 'suspended' as const };
    const ours = { ...account('b.test', 'Ann Lindqvist'), own: true };
    const list = [ann(handle('a.test'), handle('b.test'), handle('c.test'))];
    const { words } = await found(list, { accounts: [gone, ours] }, {});
    expect(words.filter((word) => !word.includes('review - name'))).toEqual([]);
  });
});

describe('the order of trust', () => {
  it('spares a search by name where something better was found', async () => {
    const { requests } = await found([ann(handle('ann.test'))], { accounts: [account('ann.test', 'Ann Lindqvist')] });
    expect(requests).toEqual(['profile ann.test']);
  });

  it('asks nothing that is switched off', async () => {
    const { options, requests } = world({});
    const sources = {
      ...options.sources,
      gravatar: false,
      sites: false,
      webfinger: false,
      atproto: false,
      names: false,
    };
    const list = [ann(email('ann@ann.example'), url(site))];
    await enrich({ contacts: list, ...options, sources }).run();
    expect(requests).toEqual([]);
  });

  it('says truthfully who asks', async () => {
    const { options, agents } = world({});
    await enrich({
      contacts: [ann(email('ann@ann.example'))],
      ...options,
      contact: 'https://harborbikes.example/bot',
    }).run();
    expect([...agents]).toEqual(['kenning (contact enrichment; +https://harborbikes.example/bot)']);
  });
});

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
