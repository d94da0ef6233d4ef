import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foundWord, normalizedText } from '../../../src/channels/engagement/wording.js';

describe('what texts have in common', () => {
  it.each([
    ['Bring it in!', 'bring  it IN'],
    ['@maya Bring it in', 'Bring it in, @tom'],
    ['Ｂｒｉｎｇ it\u200b in', 'bring it in'],
    ['na\u00efve', 'nai\u0308ve'],
  ])('%j says what %j says', (left, right) => {
    expect(normalizedText(left)).toBe(normalizedText(right));
  });
  it.each([
    ['Bring it in', 'Bring them in'],
    ['👍', '👎'],
    ['!', '?'],
    ['mail ann@a.example', 'mail tom@a.example'],
  ])('%j does not say what %j says', (left, right) => {
    expect(normalizedText(left)).not.toBe(normalizedText(right));
  });
  it('does not depend on case or spaces', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1 }), (words) => {
        expect(normalizedText(words.join('  ').toUpperCase())).toBe(normalizedText(words.join(' ')));
      }),
    );
  });
});

describe('a forbidden word', () => {
  it.each([
    ['We Guarantee it', ['refund', 'guarantee'], 'guarantee'],
    ['guaranteed', ['guarantee'], undefined],
    ['a money back offer', ['money back'], 'money back'],
    ['c++ is fine', ['c++'], 'c++'],
    ['我们退款给你', ['退款'], '退款'],
    ['anything', [''], undefined],
    ['(.*)', ['.*'], '.*'],
    ['anything', ['.*'], undefined],
  ])('in %j of %j: %j', (text, words, found) => {
    expect(foundWord(text, words)).toBe(found);
  });
});
