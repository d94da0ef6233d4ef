import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { carddav } from '../../src/adapters/crms/carddav/index.js';
import { hubspot } from '../../src/adapters/crms/hubspot/index.js';
import { bluesky } from '../../src/channels/connectors/bluesky/index.js';
import { feed } from '../../src/channels/connectors/feed/index.js';
import { mastodon } from '../../src/channels/connectors/mastodon/index.js';
import { captureFetch } from '../../src/cli/record/captured-fetch.js';
import { disguise } from '../../src/cli/record/disguise.js';
import { recordingsOf } from '../../src/cli/record/recording.js';
import type { Fetch } from '../../src/core/http/bounded-fetch.js';
import { type Page, type PageOptions, walk } from '../../src/core/page.js';
import { recordedFetch } from '../../src/testing/http/recorded-fetch.js';
import {
  aBook,
  aCard,
  multistatus,
  scriptedServer,
  syncToken,
  vcard,
} from '../adapters/crms/carddav/scripted-server.js';
import { adapterOf } from '../adapters/crms/salesforce/organization.js';
import { fakeBluesky, me, post, uriOf } from '../channels/connectors/bluesky/fake-bluesky.js';
import {
  account,
  FakeMastodon,
  mentionOfUs,
  notification,
  status,
} from '../channels/connectors/mastodon/fake-mastodon.js';
import { openPortal } from '../support/fake-hubspot/made-up-portal.js';
import { FakeSalesforce } from '../support/salesforce/fake-salesforce.js';

/** What no recording may hold, in whatever letters. */
const canaries = [
  ...['mayakanari', 'lindqvistkanari', 'tomkanari', 'rideskanari', 'quaykanari', 'townkanari', 'clubkanari'],
  ...['brakekanari', 'tokenkanari', '4670123', '70555', '1984-02-29', '48151623', '7712345'],
];
const clock = { now: () => Date.parse('2026-11-24T10:00:00.000Z') };

/** Something listed, live and then again from what was recorded of it. */
interface System {
  live(options?: PageOptions): Promise<Page<unknown>>;
  again(fetch: Fetch): (options?: PageOptions) => Promise<Page<unknown>>;
}

async function allOf(list: (options?: PageOptions) => Promise<Page<unknown>>): Promise<Page<unknown>> {
  const all: Page<unknown> = { items: [], rejected: [] };
  for await (const { items, rejected } of walk(list)) {
    all.items.push(...items);
    all.rejected.push(...rejected);
  }
  return all;
}

const systems: Record<string, () => Promise<System>> = {
  async mastodon() {
    const maya = account('48151623', {
      ...{ username: 'mayakanari', acct: 'mayakanari@rideskanari.test', display_name: 'Mayakanari Lindqvistkanari' },
      ...{ url: 'https://rideskanari.test/@mayakanari', uri: 'https://rideskanari.test/users/mayakanari' },
      note: '<p>Call +46 70 123 45 67</p>',
      fields: [
        {
          name: 'Site',
          value: '<a href="https://lindqvistkanari.test" rel="me">lindqvistkanari.test</a>',
          verified_at: null,
        },
      ],
    });
    const first = status('7712345001', {
      account: maya,
      content: '<p>@harborbikes brakekanari 7712345</p>',
      mentions: [mentionOfUs],
    });
    const second = status('7712345002', {
      ...{ account: account('70555', { username: 'tomkanari', acct: 'tomkanari', display_name: 'Tomkanari' }) },
      ...{ in_reply_to_id: '7712345001', in_reply_to_account_id: '48151623' },
      content: '<p><a href="https://rideskanari.test/@mayakanari" class="u-url mention">@mayakanari</a> so say I</p>',
      mentions: [
        mentionOfUs,
        {
          id: '48151623',
          username: 'mayakanari',
          acct: 'mayakanari@rideskanari.test',
          url: 'https://rideskanari.test/@mayakanari',
        },
      ],
    });
    const fake = await FakeMastodon.open({
      'GET /api/v1/notifications': () => ({
        headers: { link: '<https://x.test/api/v1/notifications?max_id=7712345&access_token=tokenkanari>; rel="next"' },
        body: [
          notification('9002', 'mention', { account: second.account, status: second }),
          notification('9001', 'mention', { account: maya, status: first }),
        ],
      }),
    });
    fake.has(first, second);
    opened.push(() => fake.close());
    const options = { accessToken: 'tokenkanari', clock };
    return {
      live: fake.connect(options).mentions,
      again: (fetch) => mastodon({ instance: 'http://social.example', ...options, fetch }).mentions,
    };
  },
  async bluesky() {
    const author = {
      did: 'did:plc:mayakanari',
      handle: 'mayakanari.rideskanari.test',
      displayName: 'Mayakanari Lindqvistkanari',
    };
    const first = post(
      '3kaaa',
      {
        text: 'Hi @harborbikes.test brakekanari',
        facets: [
          { index: { byteStart: 3, byteEnd: 20 }, features: [{ $type: 'app.bsky.richtext.facet#mention', did: me }] },
        ],
      },
      { author, uri: uriOf(author.did, '3kaaa'), replyCount: 1, likeCount: 51 },
    );
    const parent = { uri: first.uri, cid: first.cid };
    const second = post(
      '3kbbb',
      { text: '@harborbikes.test @mayakanari.rideskanari.test 4670123', reply: { root: parent, parent } },
      {
        author: { did: 'did:plc:tomkanari', handle: 'tomkanari.test', displayName: 'Tomkanari' },
        uri: uriOf('did:plc:tomkanari', '3kbbb'),
      },
    );
    const told = (item: ReturnType<typeof post>, reason: string) => ({
      ...item,
      reason,
      isRead: false,
      indexedAt: item.indexedAt,
    });
    const fake = fakeBluesky({
      'app.bsky.notification.listNotifications': () => ({
        notifications: [told(second, 'mention'), told(first, 'mention')],
        cursor: '2026-11-23T08:00:01.000Z',
      }),
      'app.bsky.feed.getPosts': ({ query }) => ({
        posts: [first, second].filter(({ uri }) => query.getAll('uris').includes(uri)),
      }),
      'app.bsky.actor.getProfiles': ({ query }) => ({
        profiles: [first, second]
          .map(({ author: who }) => ({
            ...who,
            description: 'Mail mayakanari@lindqvistkanari.test',
            indexedAt: '2026-01-01T00:00:00.000Z',
          }))
          .filter(({ did }) => query.getAll('actors').includes(did)),
      }),
    });
    vi.stubGlobal('fetch', fake.fetch);
    const options = { service: 'https://pds.example', identifier: 'harborbikes.test', password: 'tokenkanari', clock };
    return {
      live: bluesky(options).mentions,
      again: (fetch) => bluesky({ ...options, fetch }).mentions,
    };
  },
  async hubspot() {
    const { crm, records, baseUrl } = await openPortal();
    const company = records.add('companies', { name: 'Clubkanari', domain: 'rideskanari.test', phone: '4670123' });
    for (const name of ['Mayakanari', 'Tomkanari']) {
      const { id } = records.add('contacts', {
        ...{ firstname: name, lastname: 'Lindqvistkanari', email: `${name.toLowerCase()}@lindqvistkanari.test` },
        ...{ phone: '+46 70 555', city: 'Townkanari', address: 'Quaykanari 5', lifecyclestage: 'customer' },
        ...{ twitterhandle: name.toLowerCase(), hubspot_owner_id: '7712345' },
      });
      records.link('contacts', id, 'companies', company.id);
    }
    return {
      live: crm.contacts,
      again: (fetch) => hubspot({ portal: 62515, accessToken: 'tokenkanari', baseUrl, clock, fetch }).contacts,
    };
  },
  async salesforce() {
    const fake = await FakeSalesforce.open();
    opened.push(() => fake.close());
    const AccountId = fake.add('Account', {
      Name: 'Clubkanari',
      Phone: '4670123',
      Website: 'rideskanari.test',
      BillingStreet: 'Quaykanari 1',
    });
    for (const FirstName of ['Mayakanari', 'Tomkanari'])
      fake.add('Contact', {
        ...{
          AccountId,
          FirstName,
          LastName: 'Lindqvistkanari',
          Email: `${FirstName}@lindqvistkanari.test`,
          Birthdate: '1984-02-29',
        },
        ...{
          MobilePhone: '+46 70 555',
          MailingCity: 'Townkanari',
          Bluesky__c: `https://bsky.app/profile/${FirstName.toLowerCase()}.test`,
          Level__c: 7712345,
        },
      });
    fake.add('Lead', { LastName: 'Tomkanari', Company: 'Clubkanari', Status: 'Open - Not Contacted' });
    return {
      live: adapterOf(fake).contacts,
      again: (fetch) => adapterOf(fake, { fetch }).contacts,
    };
  },
  async carddav() {
    const card = (uid: string, name: string) =>
      vcard(
        `UID:${uid}`,
        `FN:${name}`,
        `N:${name.split(' ').toReversed().join(';')};;;`,
        'TEL;TYPE=work:+46 70 123 45 67',
        `EMAIL:${uid}@lindqvistkanari.test`,
        'ADR:;;Quaykanari 5;Townkanari;;;',
        'NOTE:brakekanari, ask tomkanari',
      ).replace('UID:u\r\n', '');
    const cards = ['mayakanari', 'tomkanari'].map((uid) =>
      aCard(`${uid}.vcf`, card(uid, `${uid.slice(0, 4)}kanari Lindqvistkanari`)),
    );
    const { fetch } = scriptedServer(({ body }) => ({
      status: 207,
      headers: { 'content-type': 'application/xml; charset=utf-8' },
      body:
        body.includes('resourcetype') && body.includes('displayname')
          ? multistatus(aBook())
          : multistatus(...cards, syncToken('tokenkanari')),
    }));
    vi.stubGlobal('fetch', fetch);
    const options = {
      url: 'https://dav.example.com/book/',
      credentials: () => ({ token: 'tokenkanari' }),
      source: 'carddav/test',
      clock,
    };
    return { live: carddav(options).contacts, again: (replay) => carddav({ ...options, fetch: replay }).contacts };
  },
  async 'feed (RSS)'() {
    return feedOf(
      'application/rss+xml',
      `<?xml version="1.0"?><!-- by mayakanari --><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Clubkanari</title><link>https://rideskanari.test/</link><description>Of townkanari</description>
<item><guid isPermaLink="false">48151623</guid><title>Brakekanari &amp; bell</title><link>https://rideskanari.test/7712345</link><dc:creator>Mayakanari Lindqvistkanari</dc:creator>
<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate><description>&lt;p&gt;Ask &lt;a href="https://tomkanari.test"&gt;tomkanari&lt;/a&gt;&lt;/p&gt;</description></item>
<item><guid isPermaLink="false">48151624</guid><title>More</title><dc:creator>Mayakanari Lindqvistkanari</dc:creator><description><![CDATA[<p>Call +46 70 123 45 67, brakekanari</p>]]></description></item>
</channel></rss>`,
    );
  },
  async 'feed (Atom)'() {
    return feedOf(
      'application/atom+xml',
      `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>tag:rideskanari.test,2026:clubkanari</id><title>Clubkanari</title><updated>2026-03-05T10:00:00Z</updated><link rel="alternate" href="https://rideskanari.test/"/>
<entry><id>tag:rideskanari.test,2026:48151623</id><title>Brakekanari</title><link href="https://rideskanari.test/1"/><updated>2026-03-03T10:00:00Z</updated><author><name>Mayakanari Lindqvistkanari</name><email>mayakanari@lindqvistkanari.test</email></author><content type="html">No &lt;b&gt;tomkanari&lt;/b&gt;</content></entry>
<entry><id>tag:rideskanari.test,2026:2</id><title>Bell</title><link href="https://rideskanari.test/2"/><updated>2026-03-02T10:00:00Z</updated><author><name>Tomkanari</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">of <b>mayakanari</b></div></content></entry></feed>`,
    );
  },
  async 'feed (JSON)'() {
    return feedOf(
      'application/feed+json',
      JSON.stringify({
        ...{
          version: 'https://jsonfeed.org/version/1.1',
          title: 'Clubkanari',
          home_page_url: 'https://rideskanari.test/',
          feed_url: 'https://rideskanari.test/feed',
        },
        items: [
          {
            id: '48151623',
            content_text: 'brakekanari',
            authors: [{ name: 'Mayakanari Lindqvistkanari', url: 'https://rideskanari.test/mayakanari' }],
            date_published: '2026-03-01T10:00:00Z',
          },
          {
            id: '2',
            content_html: '<p>tomkanari</p>',
            authors: [{ name: 'Tomkanari' }],
            date_published: '2026-03-02T10:00:00Z',
          },
        ],
      }),
    );
  },
};

function feedOf(type: string, body: string): System {
  vi.stubGlobal('fetch', async () => new Response(body, { headers: { 'content-type': type } }));
  const options = { url: 'https://rideskanari.test/feed?key=tokenkanari', realm: 'blog', clock };
  return { live: feed(options).posts, again: (fetch) => feed({ ...options, fetch }).posts };
}

let opened: (() => Promise<void>)[] = [];
beforeEach(() => {
  opened = [];
});
afterEach(async () => {
  vi.unstubAllGlobals();
  for (const close of opened) await close();
});

/** The same for what differs in its words alone: each by when it first stood there. */
function skeletonOf(page: Page<unknown>): unknown {
  const seen = new Map<string, number>();
  const ours = /^(?:type|kind|role|party|origin|by|verifiedBy|purpose|channel|state|visibility|language)$/;
  const walk = (part: unknown, name: string): unknown => {
    if (Array.isArray(part)) return part.map((item) => walk(item, name));
    if (part !== null && typeof part === 'object')
      return Object.fromEntries(Object.entries(part).map(([field, item]) => [field, walk(item, field)]));
    if (typeof part !== 'string' || ours.test(name)) return part;
    if (!seen.has(part)) seen.set(part, seen.size);
    return seen.get(part);
  };
  return walk(page, '');
}

describe.each(Object.entries(systems))('what is recorded of %s', (_name, open) => {
  it('names nobody, and is read like what was live', async () => {
    const { live, again } = await open();
    let page: Page<unknown> = { items: [], rejected: [] };
    const { captured, failure } = await captureFetch(async () => {
      page = await allOf(live);
    });
    expect(failure).toBeUndefined();
    expect(page.rejected).toEqual([]);
    expect(page.items.length).toBeGreaterThan(1);
    const recordings = recordingsOf(captured, disguise({ keep: ['book'] }));
    const text = JSON.stringify(recordings, null, 1);
    for (const canary of canaries) expect(text.toLowerCase()).not.toContain(canary);
    for (const { note } of recordings) expect(note).toBeUndefined();
    expect(skeletonOf(await allOf(again(recordedFetch(recordings))))).toEqual(skeletonOf(page));
  });
});
