import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entitiesOf, facetsOf } from '../../../../src/channels/connectors/bluesky/facets.js';

const encoder = new TextEncoder();
const link = (byteStart: number, byteEnd: number) => ({
  index: { byteStart, byteEnd },
  features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com' }],
});

describe('reading facets', () => {
  it('turns byte ranges into UTF-16 ranges of any text', () => {
    const part = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(part, part, part, (before, marked, after) => {
        fc.pre(marked.length > 0);
        const start = encoder.encode(before).length;
        const text = before + marked + after;
        const { entities } = entitiesOf(text, [link(start, start + encoder.encode(marked).length)]);
        return entities.length === 1 && text.slice(entities[0]?.start, entities[0]?.end) === marked;
      }),
    );
  });

  it('leaves out what lies outside, is empty, backwards, cuts a character or makes no sense', () => {
    const text = 'né🚲';
    const broken = [
      link(0, 99),
      link(2, 2),
      link(3, 1),
      link(2, 3),
      link(0, 4),
      link(-1, 2),
      link(0.5, 1),
      null,
      'x',
      { index: {} },
    ];
    expect(entitiesOf(text, broken).entities).toEqual([]);
    expect(entitiesOf(text, [link(0, 7)]).entities).toMatchObject([{ start: 0, end: 4 }]);
    const script = { index: { byteStart: 0, byteEnd: 1 }, features: [{ uri: 'javascript:alert(1)' }] };
    expect(entitiesOf(text, [script]).entities).toEqual([]);
  });

  it('counts a byte order mark like any character', () => {
    expect(entitiesOf('\ufeffab', [link(3, 4)]).entities).toMatchObject([{ start: 1, end: 2 }]);
  });

  it('takes hostile numbers of facets in its stride', () => {
    const many = Array.from({ length: 100_000 }, () => link(0, 1));
    expect(entitiesOf('a', many).entities).toHaveLength(100);
    expect(entitiesOf('a'.repeat(1_000_000), many).entities).toEqual([]);
  });
});

describe('writing facets', () => {
  const resolve = async (handle: string) => (handle.endsWith('.test') ? `did:plc:${handle.split('.')[0]}` : undefined);
  const marked = async (text: string) => {
    const bytes = encoder.encode(text);
    return (await facetsOf(text, resolve)).map(({ index, features }) => [
      new TextDecoder().decode(bytes.subarray(index.byteStart, index.byteEnd)),
      features[0]?.did ?? features[0]?.uri ?? features[0]?.tag,
    ]);
  };

  it.each([
    ['👋🏽 @maya.test!', [['@maya.test', 'did:plc:maya']]],
    ['(@maya.test) mail a@maya.test', [['@maya.test', 'did:plc:maya']]],
    ['@nobody.example @maya', []],
    ['e\u0301 https://example.com/a?b=1#c.', [['https://example.com/a?b=1#c', 'https://example.com/a?b=1#c']]],
    ['(see https://example.com/x)', [['https://example.com/x', 'https://example.com/x']]],
    ['https://en.example/wiki/A_(b)', [['https://en.example/wiki/A_(b)', 'https://en.example/wiki/A_(b)']]],
    ['javascript://x https://', []],
    [
      '#recall, #2026 #ブレーキ! a#b ##',
      [
        ['#recall', 'recall'],
        ['#ブレーキ', 'ブレーキ'],
      ],
    ],
    [
      '#a @maya.test https://b.example',
      [
        ['#a', 'a'],
        ['@maya.test', 'did:plc:maya'],
        ['https://b.example', 'https://b.example'],
      ],
    ],
  ])('finds what is to be marked in %s', async (text, expected) => {
    expect(await marked(text)).toEqual(expected);
  });

  it('reads back what it wrote', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (noise) => {
        const text = `${noise} @maya.test ${noise} #tag ${noise} https://example.com/ ${noise}`;
        const { entities, mentioned } = entitiesOf(text, await facetsOf(text, resolve));
        expect(entities.map(({ start, end }) => text.slice(start, end))).toEqual(
          expect.arrayContaining(['@maya.test', '#tag', 'https://example.com/']),
        );
        expect(mentioned).toContain('did:plc:maya');
      }),
    );
  });
});
