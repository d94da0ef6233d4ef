import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCalendarDate, normalizeDate } from '../../../src/identity/normalize/date.js';
import { normalizeEmail } from '../../../src/identity/normalize/email.js';
import { handleParts, splitHandle } from '../../../src/identity/normalize/handle.js';
import { isMeaningless } from '../../../src/identity/normalize/meaningless.js';
import { misread } from '../../../src/identity/normalize/misread.js';
import { parseName } from '../../../src/identity/normalize/name.js';
import { areNicknames, nicknamesOf } from '../../../src/identity/normalize/nicknames.js';
import { normalizeOrganization } from '../../../src/identity/normalize/organization.js';
import { normalizePhone } from '../../../src/identity/normalize/phone.js';
import { normalizeRegion } from '../../../src/identity/normalize/region.js';
import { soundex } from '../../../src/identity/normalize/soundex.js';
import { fold, words } from '../../../src/identity/normalize/text.js';
import { normalizeUrl, socialAccount } from '../../../src/identity/normalize/url.js';

describe('text', () => {
  it.each([
    ['  José  MÜLLER ', 'jose muller'],
    ['Łukasz Ødegård', 'lukasz odegard'],
    ['İstanbul', 'istanbul'],
    ['Ｆｕｌｌ', 'full'],
    ['हिन्दी', 'हिन्दी'],
    ['한국', '한국'],
  ])('folds %s to %s', (text, folded) => expect(fold(text)).toBe(folded));

  it('is the same when folded twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  it('joins at an apostrophe and parts at everything else', () =>
    expect(words("Conan O'Brien-Smith, Jr.")).toEqual(['conan', 'obrien', 'smith', 'jr']));
});

describe('names', () => {
  it.each([
    ['Dr. Juan de la Vega III', 'juan', [], 'de la vega'],
    ['Vega, Juan Carlos', 'juan', ['carlos'], 'vega'],
    ['John Smith, MD', 'john', [], 'smith'],
    ['Smith, John, Jr.', 'john', [], 'smith'],
    ['Jack Ma', 'jack', [], 'ma'],
    ['Don Scott', 'don', [], 'scott'],
    ['Michael "Big Mike" Fesi', 'michael', ['big', 'mike'], 'fesi'],
    ['Ann Lee (she/her)', 'ann', [], 'lee'],
    ['Cher', 'cher', [], ''],
    ['', '', [], ''],
  ])('reads %s', (text, given, middle, family) => expect(parseName(text)).toEqual({ given, middle, family }));

  it('reads what was written in UTF-8 and read as Latin-1', () => {
    expect(parseName('Mary OrdÃ³Ã±ez')).toEqual(parseName('Mary Ordóñez'));
    const letters = fc.string({ unit: fc.integer({ min: 0xc0, max: 0x17f }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(letters, (text) => {
        expect(misread(Buffer.from(text, 'utf8').toString('latin1'))).toBe(text);
        // What was read aright stays as it is.
        expect(misread(text)).toBe(text);
      }),
    );
  });

  it('knows nicknames both ways and through a third name', () => {
    expect(areNicknames('bill', 'william')).toBe(true);
    expect(areNicknames('bill', 'liam')).toBe(true);
    expect(areNicknames('bill', 'bob')).toBe(false);
    expect(nicknamesOf('robert')).toContain('bob');
    expect(nicknamesOf('zbigniew')).toEqual([]);
  });

  it.each([
    ['robert', 'r163'],
    ['rupert', 'r163'],
    ['ashcraft', 'a261'],
    ['tymczak', 't522'],
    ['pfister', 'p236'],
    ['honeyman', 'h555'],
  ])('codes %s as %s', (word, code) => expect(soundex(word)).toBe(code));
});

describe('e-mail', () => {
  it.each([
    ['Ann.Lee+news@GoogleMail.com', 'annlee@gmail.com'],
    [' mailto:Ann.Lee+news@Work.example ', 'ann.lee+news@work.example'],
    ['ann@bücher.example', 'ann@bücher.example'],
  ])('%s is %s', (text, value) => expect(normalizeEmail(text)?.value).toBe(value));

  it.each(['ann', 'ann@', '@work.example', 'a b@work.example', 'ann@localhost', `${'a'.repeat(500)}@x.example`])(
    '%s is none',
    (text) => expect(normalizeEmail(text)).toBeUndefined(),
  );
});

describe('phone', () => {
  it('reads usual spellings of one number alike', () => {
    for (const text of ['(907) 465-3875', '907.465.3875 ext. 4', '+1 907 465 3875', 'tel:+19074653875'])
      expect(normalizePhone(text, 'US')?.value).toBe('+19074653875');
  });
  it('keeps the digits where the country is unknown', () =>
    expect(normalizePhone('907-465-3875')).toEqual({
      value: '9074653875',
      international: false,
      ending: '074653875',
    }));
  it('takes no text for a number', () => expect(normalizePhone('call me')).toBeUndefined());
});

describe('addresses of pages', () => {
  it.each([
    ['https://www.Example.org/ann/?utm_source=x&b=2&a=1#top', 'example.org/ann?a=1&b=2'],
    ['example.org', 'example.org'],
    ['http://example.org/index.html', 'example.org'],
  ])('%s is %s', (text, value) => expect(normalizeUrl(text)?.value).toBe(value));

  it.each(['javascript:alert(1)', 'not a url', 'http://', 'ftp://example.org'])('%s is none', (text) =>
    expect(normalizeUrl(text)).toBeUndefined(),
  );

  it.each([
    ['https://www.linkedin.com/in/Ann-Lee/', 'linkedin', 'ann-lee'],
    ['https://de.linkedin.com/in/ann-lee?trk=x', 'linkedin', 'ann-lee'],
    ['x.com/@AnnLee', 'twitter', 'annlee'],
    ['https://m.facebook.com/ann.lee', 'facebook', 'ann.lee'],
    ['https://bsky.app/profile/ann.example', 'bluesky', 'ann.example'],
    ['https://social.example/@Ann', 'mastodon/social.example', 'ann'],
  ])('%s is an account', (text, scope, handle) => expect(socialAccount(text)).toEqual({ scope, handle }));

  it.each([
    'https://twitter.com/intent/tweet',
    'https://example.org/ann',
    'https://linkedin.com/feed/',
    'https://x.com',
  ])('%s is none', (text) => expect(socialAccount(text)).toBeUndefined());
});

describe('handles', () => {
  it.each([
    ['@AnnLee_42', ['ann', 'lee', '42'], 'annlee42'],
    ['ann-lee-5402821b6', ['ann', 'lee'], 'annlee'],
    ['JCarpenterKY', ['jcarpenter', 'ky'], 'jcarpenterky'],
    ['Hardy4NV', ['hardy', '4', 'nv'], 'hardy4nv'],
    ['jos%C3%A9-garcia', ['jose', 'garcia'], 'josegarcia'],
    ['ann.lee@social.example', ['ann', 'lee'], 'annlee'],
  ])('takes %s apart', (text, found, squashed) => {
    const parts = handleParts(text);
    expect(parts.squashed).toBe(squashed);
    expect(parts.words.join('')).toBe(squashed);
    if (text !== 'JCarpenterKY') expect(parts.words).toEqual(found);
  });

  it('parts what runs together by a dictionary', () => {
    const names = new Set(['kim', 'schofield', 'field', 'ann', 'anna', 'lee']);
    expect(splitHandle('kimschofield', (word) => names.has(word))).toEqual(['kim', 'schofield']);
    expect(splitHandle('annalee', (word) => names.has(word))).toEqual(['anna', 'lee']);
    expect(splitHandle('qqkimqq', (word) => names.has(word)).filter((word) => names.has(word))).toEqual(['kim']);
  });

  it('keeps letters and their order, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const { words: found, squashed, borders } = handleParts(text);
        expect(found.join('')).toBe(squashed);
        expect(borders.at(-1)).toBe(squashed.length);
      }),
    );
  });
});

describe('other values', () => {
  it('reads dates and keeps slips of a key', () => {
    expect(normalizeDate('1860-2-1')).toBe('1860-02-01');
    expect(normalizeDate('19081209')).toBe('1908-12-09');
    expect(normalizeDate('12/09/1908')).toBeUndefined();
    expect(isCalendarDate('2023-02-29')).toBe(false);
    expect(isCalendarDate('2024-02-29')).toBe(true);
    expect(isCalendarDate('1770-81-01')).toBe(false);
  });
  it('takes the legal form off an organization', () => {
    expect(normalizeOrganization('The Acme Widget Co., Ltd.')?.value).toBe('acme widget');
    expect(normalizeOrganization('Müller S.A.')?.value).toBe('muller');
    expect(normalizeOrganization('International Widget Makers Inc')?.acronym).toBe('iwm');
    expect(normalizeOrganization('Group')?.value).toBe('group');
    expect(normalizeOrganization(' .,')).toBeUndefined();
  });
  it('knows a region by its code', () => expect(normalizeRegion('New York')).toBe(normalizeRegion('NY')));
});

describe('what means nothing', () => {
  it.each([
    ['handle', '[deleted]'],
    ['handle', 'handle.invalid'],
    ['handle', '@unknown'],
    ['email', 'noreply@work.example'],
    ['email', 'no-reply+123@work.example'],
    ['email', 'donotreply@work.example'],
    ['email', 'MAILER-DAEMON@work.example'],
    ['email', 'info@work.example'],
    ['email', 'Support@work.example'],
    ['email', 'test@test.com'],
    ['email', 'none@anything.example'],
    ['email', 'not an address'],
    ['phone', '0000000000'],
    ['phone', '+1 999 999 9999'],
    ['phone', '123-456-7890'],
    ['phone', '(212) 555-0142'],
    ['phone', 'n/a'],
    ['crm-id', '---'],
  ])('%s %s', (kind, value) => expect(isMeaningless({ kind, value })).toBe(true));

  it.each([
    ['handle', 'ann'],
    ['email', 'ann.lee@gmail.com'],
    ['email', 'information.design@work.example'],
    ['phone', '(907) 465-3875'],
    ['phone', '+44 20 7946 0958'],
    ['account-id', 'did:plc:abc'],
  ])('%s %s does mean something', (kind, value) => expect(isMeaningless({ kind, value })).toBe(false));

  it('leaves an organization the mailbox of its role', () => {
    expect(isMeaningless({ kind: 'email', value: 'info@work.example' }, 'organization')).toBe(false);
    expect(isMeaningless({ kind: 'email', value: 'noreply@work.example' }, 'organization')).toBe(true);
  });
});

it('no normalization throws, whatever it is given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
      for (const kind of ['email', 'phone', 'handle', 'url', 'name']) isMeaningless({ kind, value: text });
      normalizeEmail(text);
      normalizePhone(text, 'DE');
      normalizeUrl(text);
      socialAccount(text);
      normalizeOrganization(text);
      normalizeDate(text);
      parseName(text);
      handleParts(text);
    }),
  );
});
