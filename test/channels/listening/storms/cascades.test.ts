import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { began, MadeUpBrand } from '../../../../bench/listening/made-up-brand.js';
import { cascadeBook, cascadeOf } from '../../../../src/channels/listening/storms/cascades.js';
import { addDistinct, countDistinct, type Distinct } from '../../../../src/channels/listening/storms/distinct.js';
import type { HeardPost } from '../../../../src/channels/listening/storms/heard-post.js';
import { likeness, sketchOf } from '../../../../src/channels/listening/storms/sketch.js';
import { plainText } from '../../../../src/channels/listening/storms/words-of.js';

const minute = 60_000;

function cascades(posts: readonly HeardPost[], book = cascadeBook()) {
  for (const post of posts) book.add(post, plainText(post.text));
  return book
    .kept()
    .map(cascadeOf)
    .sort((left, right) => right.posts - left.posts);
}

describe('a cascade', () => {
  it('has a root, a breadth and a time in which it doubles', () => {
    const brand = new MadeUpBrand();
    const text = 'They knew that the brakes fail and sold the bikes all the same. Read this and tell everybody';
    for (const at of [0, 10, 15, 17, 18, 18.5, 18.7, 19]) brand.say(began + at * minute, `${text} ${at}`, 'negative');
    brand.say(began, 'Something else is said here about a lamp', 'neutral');
    const [cascade] = cascades(brand.posts);
    expect(cascade).toMatchObject({
      root: brand.posts[0]?.id,
      posts: 8,
      since: brand.posts[0]?.at,
      until: brand.posts[7]?.at,
    });
    expect(cascade?.breadth).toBe(new Set(brand.posts.slice(0, 8).map(({ author }) => author)).size);
    expect(cascade?.doublingMs).toBe(2 * minute);
  });

  it('holds shares and quotes, whatever they say', () => {
    const brand = new MadeUpBrand();
    const root = brand.say(began, 'No words can tell how the day went', 'neutral');
    const quote = brand.say(began + minute, 'Look!', 'negative', [root.ref]);
    brand.say(began + 2 * minute, '', 'neutral', [quote.ref]);
    const unheard = { network: 'example', realm: '', externalId: 'elsewhere' };
    brand.say(began + 3 * minute, 'this one', 'neutral', [unheard]);
    brand.say(began + 4 * minute, 'and that', 'neutral', [unheard, root.ref]);
    expect(cascades(brand.posts).map(({ posts }) => posts)).toEqual([3, 2]);
  });

  it('is found among many others, which are forgotten when there are too many', () => {
    const brand = new MadeUpBrand();
    for (let at = 0; at < 3000; at += 1)
      brand.say(
        began + at * minute,
        at % 10 === 0 ? `The same rumor about a recall of frames, heard by ${at} of us` : brand.ordinary(),
        undefined,
      );
    const found = cascades(brand.posts);
    expect(found.length).toBeLessThanOrEqual(500);
    expect(found[0]?.posts).toBe(300);
  });
});

describe('the sketch of a text', () => {
  it('is as alike as the texts are', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{3,9}$/), { minLength: 12, maxLength: 40 });
    fc.assert(
      fc.property(words, words, fc.nat(11), (some, others, place) => {
        const sketch = sketchOf(some.join(' ')) ?? '';
        const changed = sketchOf(some.with(place, 'changed').join(' ')) ?? '';
        expect(likeness(sketch, sketch)).toBe(1);
        expect(likeness(sketch, changed)).toBeGreaterThan(0.25);
        expect(likeness(sketch, sketchOf(others.join(' ')) ?? '')).toBeLessThan(0.5);
      }),
    );
  });

  it('does not mind case, links, names and marks', () => {
    const one = sketchOf(plainText('Never AGAIN, @brand! The frame broke. https://example.com/1'));
    expect(sketchOf(plainText('never again the frame broke https://example.com/2'))).toBe(one);
    expect(sketchOf(plainText('Thanks!'))).toBeUndefined();
  });
});

it('counts what is different, exactly when it is little', () => {
  const distinct: Distinct = [];
  for (let at = 0; at < 120; at += 1) addDistinct(distinct, `person ${at % 60}`);
  expect(countDistinct(distinct)).toBe(60);
  for (let at = 0; at < 5000; at += 1) addDistinct(distinct, `person ${at}`);
  expect(distinct.length).toBe(64);
  expect(Math.abs(countDistinct(distinct) - 5000)).toBeLessThan(2000);
});
