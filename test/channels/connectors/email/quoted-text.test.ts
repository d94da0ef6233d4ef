import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findQuotesAndSignatures } from '../../../../src/channels/connectors/email/quoted-text.js';

const found = (text: string) =>
  findQuotesAndSignatures(text).map(({ type, start, end }) => [type, text.slice(start, end)]);

describe('who wrote what follows, in many languages', () => {
  test.each([
    'On Tue, Mar 3, 2026 at 9:15 AM Ann <ann@shop.example> wrote:',
    'Am 03.03.26 um 10:15 schrieb Ann:',
    'Am 03.03.2026 10:15, Ann schrieb:',
    'Le mar. 3 mars 2026 à 10:15, Ann <ann@shop.example> a écrit :',
    'El mar, 3 mar 2026 a las 10:15, Ann escribió:',
    'Il giorno mar 3 mar 2026 alle ore 10:15 Ann ha scritto:',
    'Em ter., 3 de mar. de 2026 às 10:15, Ann escreveu:',
    'Op di 3 mrt 2026 om 10:15 schreef Ann:',
    'Den tis 3 mars 2026 kl 10:15 skrev Ann:',
    'W dniu 3.03.2026 o 10:15, Ann napisał(a):',
    '3 марта 2026 г. в 10:15 пользователь Ann написал:',
    '2026年3月3日(火) 10:15 Ann のメール：',
    '在 2026年3月3日，Ann 写道：',
  ])('%s', (line) => {
    const text = `Yes.\n\n${line}\n> Will you?\n\nRegards`;
    expect(found(text)).toEqual([['quote', `${line}\n> Will you?`]]);
  });

  test('a sentence above a quotation that says nothing of it is not part of it', () => {
    expect(found('I agree:\n> yes')).toEqual([['quote', '> yes']]);
    expect(found('Ann wrote: hello\n\nBo')).toEqual([]);
  });

  test('the line may stand over three lines, with an empty one before the quotation', () => {
    const quote = 'On Tue, 3 Mar 2026\nat 10:15, Ann\n<ann@shop.example> wrote:\n\n> a\n\n> b';
    expect(found(`x\n\n${quote}\n\ny`)).toEqual([['quote', quote]]);
  });
});

describe('what begins an older mail', () => {
  test.each([
    '-----Original Message-----',
    '-----Ursprüngliche Nachricht-----',
    "-----Message d'origine-----",
    '-------- Original Message --------',
    '---------- Forwarded message ---------',
    'Begin forwarded message:',
    'From: Ann\nSent: Tuesday\nTo: Bo',
    '*From:* Ann\n*Date:* Tuesday',
    'De : Ann\nEnvoyé : mardi',
    'Da: Ann\nInviato: martedì',
  ])('%s', (mark) => {
    const text = `Yes.\n\n${mark}\nHello\n\n-- \nAnn\n`;
    expect(found(text)).toEqual([['quote', text.slice(6).trimEnd()]]);
  });

  test.each(['From: where I stand it is fine', 'Date: today', '--- a title ---', 'Original Message'])(
    '%s does not',
    (line) => {
      expect(found(`${line}\nmore\nand more`)).toEqual([]);
    },
  );
});

describe('signatures', () => {
  test('end at a quotation, and stand on both sides of it', () => {
    expect(found('Yes.\n-- \nAnn\n\n> No?\n\nBye\n-- \nShop')).toEqual([
      ['signature', '-- \nAnn'],
      ['quote', '> No?'],
      ['signature', '-- \nShop'],
    ]);
  });

  test('without its space it counts when few lines follow', () => {
    expect(found(`Yes.\n--\nAnn\nShop`)).toEqual([['signature', '--\nAnn\nShop']]);
    expect(found(`Yes.\n--\n${'line\n'.repeat(40)}`)).toEqual([]);
  });

  test('two dashes alone at the end are none', () => {
    expect(found('Yes.\n-- ')).toEqual([]);
  });
});

test('whatever comes, the parts lie in order, apart from each other and within the text', () => {
  const line = fc.constantFrom(
    '',
    '> a',
    '>',
    '-- ',
    '--',
    'On 1 wrote:',
    'a wrote:',
    'From: x',
    'Sent: y',
    'text',
    '😀',
    '-----Original Message-----',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const text = lines.join('\n');
      let at = 0;
      for (const { type, start, end } of findQuotesAndSignatures(text)) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        if (type === 'signature') expect(text.slice(start, start + 2)).toBe('--');
        at = end;
      }
    }),
  );
});

test.each(['>\nx\n', '--\n', '-- \n', 'a wrote:\n> x\n', 'From: x\n', '\n', 'x'])(
  '%j many times over ends',
  (piece) => {
    const text = piece.repeat(1_000_000 / piece.length);
    expect(findQuotesAndSignatures(text).length).toBeLessThanOrEqual(text.length);
  },
);
