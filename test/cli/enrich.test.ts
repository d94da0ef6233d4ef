import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalServer, localServer, sendJson } from '../core/http/local-server.js';
import { commandIn } from './run-kenning.js';

const { folder, run } = commandIn();
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const bytes = (name: string) => readFileSync(at(name)).toString('latin1');

/** As a program of Windows would write it, with a row that can not be read and an odd one. */
const contacts = [
  '\xef\xbb\xbfid;Name;Bluesky;"Opt out"',
  'c1;"Lindqvist; Maya" ;@maya.test;',
  'c2;Zo\xc3\xab Martens;;no',
  'c3;broken "row;x;',
  'c4;Tomas Okafor;tomas.test;yes',
  'c1;Somebody Else;other.test;',
  '=c5;Priya Raman;priya.test;',
].join('\r\n');
writeFileSync(at('contacts.csv'), Buffer.from(contacts, 'latin1'));

const people: Record<string, string> = {
  'maya.test': 'Maya Lindqvist',
  'priya.test': 'Cheap Watches',
  'tomas.test': 'Tomas',
};
const view = (handle: string) => ({ did: `did:plc:${handle.replace('.', '')}`, handle, displayName: people[handle] });

let server: LocalServer;
beforeAll(async () => {
  server = await localServer((response, request) => {
    const { pathname, searchParams } = new URL(request.url, 'http://x');
    const handle = searchParams.get('actor') ?? '';
    if (pathname.endsWith('searchActors'))
      sendJson(response, 200, { actors: [{ ...view('zoe.test'), displayName: 'Zo\u00eb Martens' }] });
    else if (people[handle]) sendJson(response, 200, view(handle));
    else sendJson(response, 400, { error: 'InvalidRequest', message: 'Profile not found' });
  });
});
afterAll(() => server.close());
beforeEach(() => void server.requests.splice(0));

const quiet = ['--no-gravatar', '--no-sites', '--no-webfinger', '--no-atproto', '--no-mastodon'];
const enrich = (...words: string[]) =>
  run('enrich', 'contacts.csv', '--id', 'id', '--bluesky', server.url, ...quiet, ...words);
const outputs = ['--out', 'enriched.csv', '--profiles', 'profiles.csv'];

describe('kenning enrich', () => {
  it('says what it would ask, and asks nothing', async () => {
    const { code, out } = await enrich('--dry-run');
    expect(code).toBe(0);
    expect(out).toContain('4 contacts. Nothing is asked about 1 opted out.');
    expect(out).toMatch(/bluesky: \d calls, \d min, no charge \(https:.*, read on 2026-/);
    expect(server.requests).toEqual([]);
    expect(existsSync(at('enriched.csv'))).toBe(false);
  });

  it('starts only when it is told to', async () => {
    const { code, err } = await enrich(...outputs);
    expect([code, err.split('\n').at(-2)]).toEqual([2, expect.stringContaining('--yes')]);
    expect((await run('enrich', 'contacts.csv', '--yes')).err).toContain('--profiles');
    expect((await run('enrich', 'contacts.csv', '--out', 'contacts.csv', '--yes')).code).toBe(2);
    expect(server.requests).toEqual([]);
  });

  it('writes all accounts, and the contacts byte for byte with columns behind', async () => {
    const { code, err } = await enrich(...outputs, '--yes');
    expect(code).toBe(0);
    expect(err).toContain('line 6, was left out: its id is that of line 2');
    expect(err).toContain('line 4, was left out');
    const rows = bytes('profiles.csv').trimEnd().split('\n');
    expect(rows[0]).toBe('contact_id,network,profile_id,handle,url,probability,decision,proof,source,retrieved_at');
    expect(
      rows.slice(1).map((row) =>
        row
          .split(',')
          .filter((_, place) => [0, 1, 3, 6, 8].includes(place))
          .join(','),
      ),
    ).toEqual([
      'c1,bluesky,maya.test,link,row',
      'c2,bluesky,zoe.test,review,name',
      "'=c5,bluesky,priya.test,review,row",
    ]);
    const [before, after] = [contacts.split('\r\n'), bytes('enriched.csv').split('\r\n')];
    expect(after.map((line, place) => line.startsWith(before[place] as string))).toEqual(before.map(() => true));
    expect(after.map((line, place) => line.slice(before[place]?.length))).toEqual([
      ';bluesky_handle;bluesky_url;bluesky_decision',
      ';maya.test;https://bsky.app/profile/maya.test;link',
      ';;;review',
      expect.any(String),
      ';;;',
      ';;;',
      ';;;review',
    ]);
    expect(server.requests.map(({ url }) => url).filter((url) => url.includes('tomas'))).toEqual([]);
  });

  it('asks nothing twice, and gives the same again', async () => {
    const [enriched, profiles] = [bytes('enriched.csv'), bytes('profiles.csv')];
    const { code, out } = await enrich(...outputs, '--yes');
    expect([code, out]).toEqual([0, expect.stringContaining('everything was known')]);
    expect(server.requests).toEqual([]);
    expect([bytes('enriched.csv'), bytes('profiles.csv')]).toEqual([enriched, profiles]);
  });

  it('asks nothing about whom a list names, and forgets what it knew', async () => {
    writeFileSync(at('never.txt'), '# asked not to\r\nc1\r\n"c2"\r\n');
    const { code, out } = await enrich(...outputs, '--yes', '--suppress', 'never.txt', '--json');
    expect([code, JSON.parse(out)]).toMatchObject([0, { suppressed: 2, linked: 0, forReview: 1 }]);
    expect(server.requests).toEqual([]);
    expect(bytes('profiles.csv')).not.toContain('maya.test');
    expect(bytes('enriched.csv.journal')).not.toContain('maya');
    expect((await enrich('--dry-run', '--suppress', 'nowhere.txt')).code).toBe(1);
  });

  it('shows how it is used', async () => {
    const { out } = await run('enrich', '--help');
    for (const word of ['--suppress', '--dry-run', '--journal', '--contact', 'GRAVATAR_API_KEY', 'retrieved_at'])
      expect(out).toContain(word);
  });
});
