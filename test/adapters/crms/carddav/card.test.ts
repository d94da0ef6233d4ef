import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Card } from '../../../../src/adapters/crms/carddav/card.js';
import { cardContact } from '../../../../src/adapters/crms/carddav/card-contact.js';
import {
  contentLine,
  escaped,
  lineOf,
  parameterOf,
  partsOf,
  unescaped,
} from '../../../../src/adapters/crms/carddav/content-line.js';
import { sourceRecordDraft } from '../../../../src/core/model/source-record.js';
import { vcard } from './scripted-server.js';

const clock = { now: () => Date.parse('2026-11-24T09:00:00Z') };
const ref = { source: 'carddav/test', externalId: 'a.vcf' };
const read = (...lines: string[]) => cardContact(Card.read(vcard(...lines)), ref, clock);

/** What no line may hold by itself. */
const text = fc.string({ unit: 'grapheme', maxLength: 300 }).map((value) => value.replace(/\p{Cc}/gu, ''));

describe('a line of a card', () => {
  it('comes back as it was written, folded within 75 octets', () => {
    const parameters = fc.array(
      fc.tuple(fc.stringMatching(/^[A-Z][A-Z0-9-]{0,9}$/), fc.array(text, { minLength: 1, maxLength: 3 })),
      {
        maxLength: 3,
      },
    );
    fc.assert(
      fc.property(fc.option(fc.stringMatching(/^[a-z0-9-]{1,8}$/)), parameters, text, (group, given, value) => {
        const line = lineOf({ ...(group && { group }), name: 'X-A', parameters: given, value: escaped(value) }, '\r\n');
        for (const one of line.raw.split('\r\n')) expect(new TextEncoder().encode(one).length).toBeLessThanOrEqual(75);
        const again = contentLine(line.raw);
        expect(again).toMatchObject({ name: 'X-A', value: escaped(value) });
        expect(again.group).toBe(group ?? undefined);
        expect(unescaped(again.value)).toBe(value);
        // White space around a value of a parameter means nothing.
        const trimmed = given.map(([name, values]) => [name, values.map((one) => one.trim())]);
        expect(again.parameters.map(([name, values]) => [name, values.map((one) => one.trim())])).toEqual(trimmed);
      }),
    );
  });

  it('has parts that are split where nothing escapes them', () => {
    expect(partsOf('a\\;b;c\\\\;;d', ';')).toEqual(['a\\;b', 'c\\\\', '', 'd']);
  });

  it('reads quotes, carets and bare types', () => {
    const line = contentLine('item1.ADR;HOME;LABEL="1; Main St^nJuneau, ^\'AK^\'":;;1 Main St;Juneau;AK;;');
    expect(line).toMatchObject({ group: 'item1', name: 'ADR', value: ';;1 Main St;Juneau;AK;;' });
    expect(parameterOf(line, 'LABEL')).toEqual(['1; Main St\nJuneau, "AK"']);
    expect(parameterOf(line, 'TYPE')).toEqual(['HOME']);
  });
});

describe('a card', () => {
  it('is given back byte for byte', () => {
    const end = fc.constantFrom('\r\n', '\n', '\r\n ', '\n\t');
    fc.assert(
      fc.property(fc.array(fc.tuple(text, end), { maxLength: 20 }), (lines) => {
        const odd = lines.map(([line, ending]) => line.replace(/^(BEGIN|END)/i, 'x') + ending).join('');
        const whole = `BEGIN:VCARD\r\nVERSION:4.0\r\nX-A:${odd}\r\nEND:VCARD\r\n`;
        expect(Card.read(whole).text()).toBe(whole);
      }),
    );
  });

  it.each(['', 'BEGIN:VCARD\r\nVERSION:4.0\r\n', vcard('FN:A') + vcard('FN:B'), vcard('BEGIN:VCARD', 'END:VCARD')])(
    'is one, and whole: %j',
    (whole) => {
      expect(() => Card.read(whole)).toThrow('not one whole vCard');
    },
  );

  it('makes a contact that the model takes, whatever stands in it', () => {
    const names = [
      'FN',
      'N',
      'ORG',
      'ADR',
      'TEL',
      'EMAIL',
      'SOCIALPROFILE',
      'IMPP',
      'BDAY',
      'REV',
      'X-FOO',
      'NICKNAME',
      'URL',
      'KIND',
    ];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...names), text), { maxLength: 30 }), (lines) => {
        const contact = read(...lines.map(([name, value]) => `${name}:${value}`));
        if (contact) expect(sourceRecordDraft.safeParse(contact).error).toBeUndefined();
      }),
    );
  });

  it('names accounts in all the ways that there are', () => {
    const identifiers = (line: string) => read('FN:A', line)?.identifiers;
    const bluesky = { kind: 'handle', scope: 'bluesky', value: 'ann.example.com' };
    const page = { kind: 'url', scope: '', value: 'https://bsky.app/profile/ann.example.com' };
    expect(identifiers(`SOCIALPROFILE;SERVICE-TYPE=Bluesky;USERNAME=ann.example.com:${page.value}`)).toEqual([
      bluesky,
      page,
    ]);
    expect(identifiers('SOCIALPROFILE;SERVICE-TYPE=Bluesky;VALUE=text:@ann.example.com')).toEqual([bluesky]);
    expect(identifiers(`SOCIALPROFILE:${page.value}`)).toEqual([page]);
    expect(identifiers('X-SOCIALPROFILE;type=twitter;x-user=ann:https://twitter.com/ann')).toEqual([
      { kind: 'handle', scope: 'twitter', value: 'ann' },
      { kind: 'url', scope: '', value: 'https://twitter.com/ann' },
    ]);
    expect(
      identifiers('X-SOCIALPROFILE;TYPE=pref;TYPE=bluesky;X-USER=ann.example.com:x-apple:ann.example.com'),
    ).toEqual([bluesky]);
    expect(identifiers('IMPP;X-SERVICE-TYPE=Skype;type=HOME:skype:ann')).toEqual([
      { kind: 'handle', scope: 'skype', value: 'ann' },
    ]);
    expect(identifiers('IMPP:xmpp:ann@example.com')).toEqual([]);
    expect(identifiers('SOCIALPROFILE;SERVICE-TYPE=Mastodon;VALUE=text:@ann@social.example')).toEqual([
      { kind: 'handle', scope: 'mastodon/social.example', value: 'ann' },
    ]);
    expect(identifiers('TEL;VALUE=uri:tel:+1-907-555-0100;ext=5')).toEqual([
      { kind: 'phone', scope: '', value: '+1-907-555-0100' },
    ]);
  });

  it('says when it was changed, in either form', () => {
    const at = (line: string) => read('FN:A', line)?.observedAt;
    expect(at('REV:20261123T080000Z')).toBe('2026-11-23T08:00:00.000Z');
    expect(at('REV:2026-11-23T08:00:00Z')).toBe('2026-11-23T08:00:00.000Z');
    expect(at('REV:20261123')).toBe('2026-11-23T00:00:00.000Z');
    expect(at('REV:yesterday')).toBe('2026-11-24T09:00:00.000Z');
  });

  it('is a group, an organization or a person', () => {
    expect(read('FN:Friends', 'KIND:group')).toBeUndefined();
    expect(read('FN:Friends', 'X-ADDRESSBOOKSERVER-KIND:group')).toBeUndefined();
    expect(read('FN:', 'ORG:Mill', 'X-ABShowAs:COMPANY')).toMatchObject({
      party: 'organization',
      attributes: { name: 'Mill' },
    });
    expect(read('FN:Ann', 'ORG:Mill;Tooling')).toMatchObject({ party: 'person', attributes: { organization: 'Mill' } });
  });
});
