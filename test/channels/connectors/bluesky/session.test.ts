import { describe, expect, it } from 'vitest';
import { type BlueskyOptions, bluesky } from '../../../../src/channels/connectors/bluesky/index.js';
import { isKenningError } from '../../../../src/core/errors.js';
import { fakeBluesky, me, refusal } from './fake-bluesky.js';

const profile = { did: me, handle: 'harborbikes.test' };

describe('a session', () => {
  it('is made once, however many calls want it', async () => {
    const { brand, named, calls } = fakeBluesky({ 'app.bsky.actor.getProfile': () => profile });
    await Promise.all([brand.own(), brand.own(), brand.profile({ externalId: me })]);
    await brand.own();
    expect(named('com.atproto.server.createSession')).toHaveLength(1);
    expect(calls.filter(({ method }) => method.endsWith('getProfile')).map(({ token }) => token)).toEqual(
      Array(4).fill('access-1'),
    );
  });

  it('is renewed once when the token has expired, and the refused calls are repeated', async () => {
    const { brand, named } = fakeBluesky({
      'app.bsky.actor.getProfile': ({ token }) =>
        token === 'access-1' ? refusal('ExpiredToken', 'Token has expired') : profile,
    });
    expect(await Promise.all([brand.own(), brand.own(), brand.own()])).toHaveLength(3);
    expect(named('com.atproto.server.refreshSession').map(({ token }) => token)).toEqual(['refresh-1']);
    expect(named('com.atproto.server.createSession')).toHaveLength(1);
  });

  it('is made anew with the password when it can not be renewed', async () => {
    const { brand, named } = fakeBluesky({
      'app.bsky.actor.getProfile': ({ token }) => (token === 'access-1' ? refusal('ExpiredToken') : profile),
      'com.atproto.server.refreshSession': () => refusal('ExpiredToken', 'Token has been revoked'),
    });
    expect(await brand.own()).toHaveLength(1);
    expect(named('com.atproto.server.createSession')).toHaveLength(2);
  });

  it('fails as auth when neither is possible, and tells no token', async () => {
    const session: BlueskyOptions['session'] = {
      load: async () => ({ ...profile, accessJwt: 'access-old', refreshJwt: 'refresh-old' }),
      save: async () => {},
    };
    const { brand } = fakeBluesky(
      {
        'app.bsky.actor.getProfile': () => refusal('ExpiredToken', 'access-old is over'),
        'com.atproto.server.refreshSession': () => refusal('ExpiredToken', 'refresh-old is over'),
      },
      { password: undefined, session },
    );
    const error = await brand.own().catch((thrown: unknown) => thrown);
    expect(isKenningError(error, 'auth')).toBe(true);
    expect(String(error)).not.toMatch(/access-old|refresh-old/);
  });

  it('ignores a kept session that is damaged', async () => {
    const session = { load: async () => ({ did: me }) as never, save: async () => {} };
    const { brand, named } = fakeBluesky({ 'app.bsky.actor.getProfile': () => profile }, { session });
    await brand.own();
    expect(named('com.atproto.server.createSession')).toHaveLength(1);
  });

  it('fails for all who waited for it, and is tried again by the next', async () => {
    let tries = 0;
    const { brand } = fakeBluesky({
      'com.atproto.server.createSession': () => {
        tries += 1;
        return tries === 1
          ? refusal('AuthenticationRequired', 'Invalid identifier or password pass-word', 401)
          : { ...profile, accessJwt: 'a', refreshJwt: 'r' };
      },
      'app.bsky.actor.getProfile': () => profile,
    });
    const failed = await Promise.allSettled([brand.own(), brand.own()]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(JSON.stringify(failed)).not.toContain('pass-word');
    expect(await brand.own()).toHaveLength(1);
  });
});

describe('options', () => {
  it.each([
    [{ identifer: 'x' }, 'there is no option "identifer"; check the spelling'],
    [{ identifier: 'x' }, 'needs a password or a session store'],
    [{ password: 'x' }, 'needs the identifier'],
    [{ service: 'ftp://x' }, 'service'],
    [{ jetstream: 'wss://a.example/subscribe' }, 'wantedDids'],
    [{ jetstream: 'https://a.example', wantedDids: ['did:plc:a'] }, 'jetstream'],
    [{ session: { load: 1 }, identifier: 'x' }, 'session'],
    [{ maxBufferedFrames: 0 }, 'maxBufferedFrames'],
  ])('are strict: %o', (options, message) => {
    const make = () => bluesky(options as unknown as BlueskyOptions);
    expect(make).toThrow(message);
    expect(make).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  it('decide which verbs there are', () => {
    expect(Object.keys(bluesky()).sort()).toEqual([
      'contract',
      'lookup',
      'network',
      'people',
      'profile',
      'search',
      'thread',
    ]);
    const all = bluesky({ identifier: 'x', password: 'y', jetstream: 'wss://j.example/subscribe' });
    expect(Object.keys(all)).toEqual(
      expect.arrayContaining(['own', 'mentions', 'reply', 'publish', 'like', 'hide', 'remove', 'stream']),
    );
  });
});
