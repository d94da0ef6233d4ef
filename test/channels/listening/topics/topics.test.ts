import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type TopicPost, topics } from '../../../../src/channels/listening/topics/topics.js';
import { trendOf } from '../../../../src/channels/listening/topics/trend.js';

const saddles = [
  'The saddle squeaks',
  'My saddle squeaks on every hill',
  'This squeaky saddle again',
  'Why does the saddle squeak',
];
const parcels = [
  'Where is my parcel',
  'My parcel has not come',
  'The parcel is late again',
  'Still waiting for the parcel',
];
const lamps = [
  'Please make the lamp brighter',
  'A brighter lamp would be nice',
  'I wish the lamp were brighter',
  'The lamp needs to be brighter',
];
const postsOf = (texts: readonly string[], prefix: string): TopicPost[] =>
  texts.map((text, at) => ({ id: `${prefix}${at}`, text, language: 'en' }));
const week = [...postsOf(saddles, 's'), ...postsOf(parcels, 'p'), ...postsOf(lamps, 'l')];

it('finds what is spoken of, called by its own words, with the posts behind it', () => {
  const told = topics(week);
  const named = told.topics.map(({ words, ids }) => ({ words: words.join(' '), of: new Set(ids.map((id) => id[0])) }));
  for (const [letter, word] of [
    ['s', 'saddle'],
    ['p', 'parcel'],
    ['l', 'lamp'],
  ] as const) {
    const own = named.filter(({ of }) => of.has(letter));
    expect(own.length).toBeGreaterThan(0);
    for (const { words, of } of own) {
      expect([...of]).toEqual([letter]);
      expect(words).toContain(word);
    }
  }
});

it('says the same in whatever order posts come', () => {
  const expected = topics(week);
  fc.assert(
    fc.property(fc.shuffledSubarray(week, { minLength: week.length }), (shuffled) => {
      const told = topics(shuffled);
      expect(told.topics).toEqual(expected.topics);
      expect(new Set(told.unplaced)).toEqual(new Set(expected.unplaced));
    }),
    { numRuns: 10 },
  );
});

it('counts near-copies once and keeps them all', () => {
  const copies = Array.from({ length: 30 }, (_, at) => ({
    id: `c${at}`,
    text: `RT @fan${at}: Why does the saddle squeak https://example.com/${at}`,
    language: 'en',
  }));
  const told = topics([...week, ...copies]);
  const loud = told.topics.find(({ ids }) => ids.includes('c0'));
  expect(loud?.ids).toEqual(expect.arrayContaining(copies.map(({ id }) => id)));
  expect(loud?.said).toBeGreaterThanOrEqual(30);
  expect(loud?.posts).toBeLessThanOrEqual(saddles.length + 1);
});

it('leaves every post in one place, whatever it says', () => {
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
  const text = fc.oneof(
    fc.string({ unit, maxLength: 80 }),
    fc.constantFrom(...saddles, ...lamps, '', '\ud800', '😀'.repeat(9000)),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 30 }), (texts) => {
      const told = topics(texts.map((one, at) => ({ id: String(at), text: one })));
      const ids = [...told.topics.flatMap((topic) => topic.ids), ...told.unplaced];
      expect(ids.sort()).toEqual(texts.map((_, at) => String(at)).sort());
      const shares = told.topics.reduce((sum, { share }) => sum + share, 0);
      if (told.topics.length > 0) expect(shares).toBeCloseTo(1, 9);
    }),
    { numRuns: 15 },
  );
});

it('finds topics where words have no spaces between them', () => {
  const batteries = [
    '電池がすぐ切れる',
    '電池の減りが早い',
    '新しい電池がもう切れた',
    '電池が一日もたない',
    '電池がすぐ切れて困る',
  ];
  const arrivals = [
    '荷物が届かない',
    'まだ荷物が届かない',
    '荷物はいつ届くの',
    '注文した荷物が届かない',
    '荷物が届くのが遅い',
  ];
  const told = topics(
    [...batteries, ...arrivals].map((text, at) => ({ id: String(at), text, language: 'ja' })),
    { fewest: 2 },
  );
  const placed = told.topics.map(({ ids }) => new Set(ids.map((id) => Number(id) < batteries.length)));
  expect(placed.length).toBeGreaterThan(1);
  expect(placed.every(({ size }) => size === 1)).toBe(true);
  expect(told.topics.some(({ words }) => words.join(' ').includes('電池'))).toBe(true);
});

it('holds a topic against the window before', () => {
  const before = Array.from({ length: 40 }, (_, at) => ({
    id: `b${at}`,
    text: `Where is my parcel number ${'abcdefgh'[at % 8]}${'klmno'[at % 5]}`,
    language: 'en',
  }));
  const told = topics(week, { before });
  const ofSaddles = told.topics.find(({ ids }) => ids.includes('s0'));
  expect(ofSaddles?.before).toMatchObject({ posts: 0, share: 0 });
  expect(told.topics.every(({ ids }) => ids.every((id) => !id.startsWith('b')))).toBe(true);
});

it('calls a change a trend only when chance does not explain it', () => {
  expect(trendOf({ count: 5, of: 100 }, { count: 4, of: 100 })).toBe('steady');
  expect(trendOf({ count: 50, of: 100 }, { count: 4, of: 100 })).toBe('rising');
  expect(trendOf({ count: 4, of: 100 }, { count: 50, of: 100 })).toBe('falling');
  expect(trendOf({ count: 20, of: 100 }, { count: 0, of: 100 })).toBe('new');
  expect(trendOf({ count: 20, of: 100 }, { count: 0, of: 0 })).toBe('steady');
});

it('refuses options that are not there', () => {
  expect(() => topics(week, { granularity: 0 })).toThrow();
});
