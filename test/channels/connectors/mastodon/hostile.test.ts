import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { profileOf, type Sight } from '../../../../src/channels/connectors/mastodon/account.js';
import { nextOf } from '../../../../src/channels/connectors/mastodon/calls.js';
import { mastodon } from '../../../../src/channels/connectors/mastodon/index.js';
import { plainTextOf } from '../../../../src/channels/connectors/mastodon/markup.js';
import { observedOf } from '../../../../src/channels/connectors/mastodon/status.js';
import { accountView, statusView } from '../../../../src/channels/connectors/mastodon/views.js';
import { observed } from '../../../../src/core/model/observed.js';
import { account, FakeMastodon, me, mentionOfUs, now, status } from './fake-mastodon.js';

const sight: Sight = { realm: 'social.example', origin: 'https://social.example', domain: 'social.example', me, now };
let fake: FakeMastodon | undefined;
afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

const piece = fc.oneof(
  fc.constantFrom(
    '<p>',
    '</p>',
    '<br>',
    '<a href="https://x.example/">',
    '</a>',
    '<span class="invisible">',
    '</span>',
  ),
  fc.constantFrom('@harborbikes', '#kettle', ':bike:', ':bike::bike:', '&amp;', '&#x1F600;', '<script>', '</script>'),
  fc.constantFrom('👩‍👩‍👧', '\u202e', 'مرحبا', '\0', '\ud800', '<a href="javascript:alert(1)">'),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const html = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
const rounds = Number(process.env.KENNING_ROUNDS ?? 300);
/** Any value where a field may be: what another server, or an attacker, sends. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  html,
  fc.constant('x'.repeat(30_000)),
  fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 5 }),
);

describe('whatever an instance sends', () => {
  it('text is read without an error, and its marks stand in it', () => {
    fc.assert(
      fc.property(html, (written) => {
        const marks = { mentions: [mentionOfUs], tags: [{ name: 'kettle' }], emojis: account().emojis };
        const { text, entities } = plainTextOf(written, marks, 'https://social.example');
        expect(text.isWellFormed()).toBe(true);
        for (const { type, start, end, url } of entities) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(url ?? 'https:').not.toMatch(/^javascript/i);
          if (type === 'emoji') expect(text.slice(start, end)).toBe(':bike:');
        }
      }),
      { numRuns: rounds },
    );
  });

  it('a status is either refused or an interaction that the model takes', () => {
    const fields = Object.keys(status('1'));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fields), anything, { maxKeys: 6 }), (wrong) => {
        const parsed = statusView.safeParse(status('1', wrong));
        if (!parsed.success) return;
        expect(observed.safeParse(observedOf(parsed.data, sight)).error).toBeUndefined();
      }),
      { numRuns: rounds },
    );
  });

  it('an account is either refused or a profile that the model takes', () => {
    const fields = Object.keys(account());
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fields), anything, { maxKeys: 6 }), (wrong) => {
        const parsed = accountView.safeParse(account('2', wrong));
        if (!parsed.success) return;
        const item = { type: 'profile', profile: profileOf(parsed.data, sight) };
        expect(observed.safeParse(item).error).toBeUndefined();
      }),
      { numRuns: rounds },
    );
  });

  it('the address of a next page is read without an error', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (link) => {
        expect(nextOf(link)?.length ?? 0).toBeLessThanOrEqual(200);
      }),
      { numRuns: rounds },
    );
    expect(
      nextOf('<https://a.example/?max_id=7>; title="a, b"; rel="prev", <https://a.example/?max_id=8>; rel="next"'),
    ).toBe('8');
    expect(nextOf('</x?max_id=9>;rel=next')).toBe('9');
    expect(nextOf(`<https://a.example/?max_id=${'9'.repeat(300)}>; rel="next"`)).toBeUndefined();
    expect(nextOf('<'.repeat(100_000))).toBeUndefined();
  });
});

describe('a page', () => {
  it('holds what is right before and after what is wrong', async () => {
    fake = await FakeMastodon.open({
      'GET /api/v1/timelines/home': () => ({
        body: [
          status('1', { content: '<script>alert(1)</script><p>\u202eevil\u202c <b>👩‍👩‍👧</b></p>' }),
          null,
          { id: '2', account: 7 },
          status('3', { created_at: 'yesterday' }),
          status('4', { account: account('2', { acct: `maya@${'x'.repeat(900)}`, display_name: '' }) }),
          status('5', { mentions: [null, mentionOfUs, { id: 5 }], url: 'javascript:alert(1)', poll: 7, card: [] }),
        ],
      }),
    });
    const { items, rejected } = await fake.connect({ home: true }).posts();
    for (const item of items) expect(observed.safeParse(item).error).toBeUndefined();
    expect(items.map((item) => (item.type === 'said' ? item.interaction.content.text : item.type))).toEqual([
      '\u202eevil\u202c 👩‍👩‍👧',
      'hello',
      'hello',
    ]);
    expect(rejected.map(({ at }) => at)).toEqual(['item 1', '2', '3']);
    const last = items[2];
    expect(last?.type === 'said' && last.interaction.permalink).toBe('https://social.example/users/maya/statuses/5');
  });

  it('that is no page is an error that says so', async () => {
    fake = await FakeMastodon.open({
      'GET /api/v1/timelines/home': () => ({ body: { error: 'odd' } }),
      'GET /api/v1/notifications': () => ({ body: '<html>maintenance' }),
    });
    const brand = fake.connect({ home: true });
    await expect(brand.posts()).rejects.toMatchObject({ code: 'unexpected' });
    await expect(brand.mentions()).rejects.toMatchObject({ code: 'unexpected' });
  });

  it('that is asked for with an aborted signal is not asked for', async () => {
    fake = await FakeMastodon.open();
    await expect(fake.connect().mentions({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    expect(fake.calls).toEqual([]);
  });
});

describe('options', () => {
  it.each([
    { instance: '' },
    { instance: 'ftp://social.example' },
    { instance: 'https://user:pass@social.example' },
    { instance: 'https://social.example/path' },
    { instance: 'not a host' },
    { instance: 'social.example', token: 'x' },
    { instance: 'social.example', accessToken: 7 },
    { instance: 'social.example', accessToken: '' },
    { instance: 'social.example', visibility: 'direct' },
    { instance: 'social.example', clock: {} },
    { instance: 'social.example', timeoutMs: -1 },
  ])('%j are refused', (options) => {
    expect(() => mastodon(options as never)).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  it('name an instance by its host or its address', () => {
    expect(mastodon({ instance: 'Social.Example' })).toMatchObject({ realm: 'social.example' });
    expect(mastodon({ instance: 'http://localhost:3000/' })).toMatchObject({ realm: 'localhost:3000' });
  });
});
