import { expect, it } from 'vitest';
import { decodeDocument } from '../../../src/core/text/decode-document.js';

const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);

it.each([
  ['UTF-8 where nothing is said', utf8('<p>Zoë</p>'), undefined],
  ['the charset of the media type', latin('<p>Zoë</p>'), 'iso-8859-1'],
  ['what HTML declares', latin('<html><head><META charset="ISO-8859-1"><p>Zoë</p>'), undefined],
  [
    'what HTML declares in the old way',
    latin('<meta http-equiv=Content-Type content="text/html; charset=windows-1252"><p>Zoë</p>'),
    undefined,
  ],
  ['what XML declares', latin('<?xml version="1.0" encoding="ISO-8859-1"?><p>Zoë</p>'), undefined],
  ['UTF-8 against a wrong label of two bytes a character', utf8('<p>Zoë</p>'), 'utf-16'],
  ['an unknown charset', utf8('<p>Zoë</p>'), 'x-made-up'],
  ['no UTF-8 although nothing is said', latin('<p>Zoë</p>'), undefined],
])('decodes by %s', (_name, bytes, charset) => {
  expect(decodeDocument(bytes, charset)).toContain('<p>Zoë</p>');
});

it('is not slowed by a head without end', () => {
  expect(decodeDocument(utf8(`<meta ${'x '.repeat(100_000)}`))).toHaveLength(200_006);
});
