import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../../src/enrichment/web/read-page.js';

const at = 'https://ann.example/';
const read = (html: string) => readPage(html, at);
const script = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;

describe('a page', () => {
  it('tells its owner’s accounts from links to others', () => {
    const page = read(`
      <link rel="me" href="https://bsky.app/profile/ann.test"><link rel="canonical" href="https://github.com/theme">
      <a REL='noopener Me' href='https://social.example/@ann'>me</a>
      <a rel="me nofollow" href="https://github.com/ann-lee">code</a>
      <a href="https://bsky.app/profile/friend.test">a friend</a>
      <a rel="nofollow" href="https://bsky.app/profile/nofollow.test">left by somebody</a>
      <a rel="me ugc" href="https://bsky.app/profile/visitor.test">left by a visitor</a>
      <!-- <a rel="me" href="https://bsky.app/profile/comment.test"> -->
      <textarea><a rel="me" href="https://bsky.app/profile/typed.test"></textarea>
      <template><a rel="me" href="https://bsky.app/profile/template.test"></template>
      <p>&lt;a rel="me" href="https://bsky.app/profile/escaped.test"&gt;</p>
      <a title='<a rel="me" href="https://bsky.app/profile/quoted.test">' href="/about">About</a>
      <a href="/2024/a-long-walk">A walk</a><a rel="me" href="javascript:alert(1)">x</a>`);
    expect(page).toEqual({
      names: [],
      me: ['https://bsky.app/profile/ann.test', 'https://social.example/@ann', 'https://github.com/ann-lee'],
      people: [],
      links: ['https://bsky.app/profile/friend.test'],
      more: ['https://ann.example/about'],
    });
  });

  it('links from where its base says', () => {
    const html = '<base href="https://bsky.app/profile/"><a rel="me" href="ann.test">me</a>';
    expect(read(html).me).toEqual(['https://bsky.app/profile/ann.test']);
  });

  it('describes people, wherever they stand in the graph', () => {
    const ann = { '@type': ['Person', 'Patient'], name: ' Ann Lee ', sameAs: 'https://bsky.app/profile/ann.test' };
    const page = read(
      script({
        '@graph': [{ '@type': 'Organization', name: 'Acme', sameAs: ['https://x.com/acme'], employee: [ann] }],
      }) +
        script([
          { ...ann, sameAs: ['https://github.com/ann-lee', 7, 'ftp://x'] },
          { '@type': 'Person', name: '' },
        ]) +
        '<script type="application/ld+json">{ not json</script>',
    );
    expect(page.people).toEqual([
      { name: 'Ann Lee', sameAs: ['https://bsky.app/profile/ann.test', 'https://github.com/ann-lee'] },
    ]);
  });

  it('is no page of a person when it claims or links to too many accounts', () => {
    const links = (rel: string, count: number) =>
      Array.from({ length: count }, (_, n) => `<a ${rel} href="https://github.com/user${n}">x</a>`).join('');
    expect(read(links('rel=me', 21)).me).toEqual([]);
    expect(read(links('rel=me', 20)).me).toHaveLength(20);
    expect(read(links('', 41)).links).toEqual([]);
    expect(read(links('', 100_000)).links).toEqual([]);
  });
});

describe('a hostile page', () => {
  it('costs no more than its length', () => {
    const pieces = [
      '<a ',
      '<a rel=me href="',
      '<!--',
      '<script type="application/ld+json">',
      '<',
      '"',
      '&',
      '<base href=',
    ];
    for (const piece of pieces) expect(read(piece.repeat(2_000_000 / piece.length)).me).toEqual([]);
    expect(read(script({}) + '['.repeat(100_000)).people).toEqual([]);
    const deep = `<script type="application/ld+json">${'{"a":'.repeat(60_000)}1${'}'.repeat(60_000)}</script>`;
    expect(read(deep).people).toEqual([]);
    const wide = script(Array.from({ length: 10_000 }, (_, n) => ({ '@type': 'Person', name: `P ${n}` })));
    expect(read(wide).people.length).toBeLessThanOrEqual(200);
  });

  it('never throws, and gives addresses of the web alone', () => {
    const word = fc.constantFrom(
      '<a ',
      'rel=me ',
      'href=',
      '"',
      "'",
      '>',
      'https://github.com/x',
      '<script>',
      '</script>',
      '<base ',
      '/',
      '&#x',
      '\0',
      'é',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const { me, links, more } = read(words.join(''));
        for (const url of [...me, ...links, ...more]) expect(url).toMatch(/^https?:\/\//);
      }),
    );
  });
});
