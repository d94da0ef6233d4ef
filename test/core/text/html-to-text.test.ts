import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textEntity } from '../../../src/core/model/content.js';
import { decodeHtmlEntities } from '../../../src/core/text/html-entities.js';
import { htmlToText } from '../../../src/core/text/html-to-text.js';

const text = (html: string) => htmlToText(html).text;

describe('htmlToText', () => {
  test.each([
    ['<p>One</p><p>Two</p>', 'One\n\nTwo'],
    ['One<br>Two<br/><br />Three', 'One\nTwo\n\nThree'],
    ['  many\n   spaces <b> and </b>tags ', 'many spaces and tags'],
    ['<ul><li>a</li><li></li><li>b</li></ul>c', '- a\n- b\n\nc'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
    ['<pre>a\n  b</pre>c', 'a\n  b\n\nc'],
    ['a<script>alert("<p>x</p>")</script>b<STYLE>p{}</STYLE >c', 'abc'],
    ['a<!-- <p>x</p> -->b<!DOCTYPE html><?xml?>c', 'abc'],
    ['a<![CDATA[x]]>b', 'ab'],
    ['1 < 2 && 3 > 2 <3', '1 < 2 && 3 > 2 <3'],
    ['<img src="x" alt="A rose"> &amp; more', 'A rose & more'],
    ['<p title="a > b">x</p>', 'x'],
    ["<p title='it\"s'>x", 'x'],
    ['<scripty>x</scripty>', 'x'],
    ['<script>never closed', ''],
    ['unfinished <a href="x', 'unfinished'],
    ['&nbsp;&nbsp;a&nbsp;b', 'a b'],
    ['', ''],
  ])('%s', (html, expected) => {
    expect(text(html)).toBe(expected);
  });

  test('gives links as entities at the right place', () => {
    const { text, entities } = htmlToText(
      '<p>😀 see <a href="https://x.example/?a=1&amp;b=2"> this <b>page</b> </a>!</p>',
    );
    expect(text).toBe('😀 see this page !');
    expect(entities).toEqual([{ type: 'link', start: 7, end: 16, url: 'https://x.example/?a=1&b=2' }]);
    expect(text.slice(7, 16)).toBe('this page');
  });

  test('leaves out links that run something or lead nowhere', () => {
    const links = [
      'javascript:alert(1)',
      ' java\tscript:alert(1)',
      'data:text/html,x',
      '/relative',
      '',
      '#a',
      'file:///etc',
    ];
    for (const href of links) expect(htmlToText(`<a href="${href}">x</a>`)).toEqual({ text: 'x', entities: [] });
    expect(htmlToText('<a href="/b">x</a>', { baseUrl: 'https://x.example/a' }).entities[0]?.url).toBe(
      'https://x.example/b',
    );
  });

  test('marks the outermost block quote', () => {
    const { text, entities } = htmlToText('a<blockquote>b<blockquote>c</blockquote>d</blockquote>e</blockquote>');
    expect(text).toBe('a\n\nb\n\nc\n\nd\n\ne');
    expect(entities).toEqual([{ type: 'quote', start: 3, end: 10 }]);
  });

  test('a long link text of a shortened address reads as the whole address', () => {
    const html =
      '<a href="https://x.example/long/path"><span class="invisible">https://</span><span>x.example/lo</span><span class="invisible">ng/path</span></a>';
    expect(text(html)).toBe('https://x.example/long/path');
  });

  test('cuts at the greatest length and never within a character', () => {
    expect(htmlToText('ab😀cd', { maxLength: 3 }).text).toBe('ab');
    expect(htmlToText('ab😀cd', { maxLength: 4 }).text).toBe('ab😀');
    expect(htmlToText('<p>a</p><p>b</p>', { maxLength: 3 }).text).toBe('a');
  });

  test('whatever comes, entities lie within the text and say where they lead', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<a href="https://x.example">',
        '</a>',
        '<blockquote>',
        '</blockquote>',
        '<p>',
        '<',
        '"',
        '&',
        ' ',
      ),
      fc.constantFrom(
        '<pre>',
        '</pre>',
        '\n',
        '&#',
        ';',
        '<!--',
        '-->',
        '<li>',
        '\ud800',
        '\0',
        '<script>',
        '</script>',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 0, max: 60 }), (pieces, maxLength) => {
        const { text, entities } = htmlToText(pieces.join(''), { maxLength });
        expect(text.length).toBeLessThanOrEqual(maxLength);
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toContain('\0');
        for (const entity of entities) {
          expect(textEntity.safeParse(entity).success).toBe(true);
          expect(entity.start).toBeLessThan(entity.end);
          expect(entity.end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  test.each([
    ['<', 2_000_000],
    ['<a ', 700_000],
    ['<a href="', 200_000],
    ['<a href="https://x.example">x', 100_000],
    ['<blockquote>', 200_000],
    ['<script></script', 200_000],
    ['<!--', 500_000],
    ['&', 2_000_000],
    ['&#x', 700_000],
    ['<pre>\n', 300_000],
    [' ', 2_000_000],
  ])('%j many times over ends', (piece, times) => {
    const { text, entities } = htmlToText(piece.repeat(times));
    expect(text.length).toBeLessThanOrEqual(1_000_000);
    expect(entities.length).toBeLessThanOrEqual(5000);
  });
});

test('decodeHtmlEntities decodes once and leaves what it does not know', () => {
  expect(decodeHtmlEntities('&lt;b&gt; &amp;lt; &eacute;&#233;&#xE9;&#XE9; &euro; &hearts;')).toBe('<b> &lt; éééé € ♥');
  expect(decodeHtmlEntities('&nosuch; &; &#; &#x; & b &amp')).toBe('&nosuch; &; &#; &#x; & b &amp');
  expect(decodeHtmlEntities('&#150; &#0; &#xD800; &#x110000; &#128512;')).toBe('– � � � 😀');
});
