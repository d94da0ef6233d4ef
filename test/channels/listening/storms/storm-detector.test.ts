import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { began, hours, MadeUpBrand, postId } from '../../../../bench/listening/made-up-brand.js';
import type { HeardPost } from '../../../../src/channels/listening/storms/heard-post.js';
import { type StormDetector, stormDetector } from '../../../../src/channels/listening/storms/storm-detector.js';
import type { RepostAlert, StormAlert } from '../../../../src/core/model/alert.js';

const week = hours(7 * 24);
const stormAt = began + week;
const instant = (time: number) => new Date(time).toISOString();

function heard(posts: readonly HeardPost[], detector: StormDetector = stormDetector()): (StormAlert | RepostAlert)[] {
  return posts.flatMap((post) => detector.observe(post).alerts);
}

const kinds = (alerts: readonly (StormAlert | RepostAlert)[]) => alerts.map(({ kind, phase }) => `${kind} ${phase}`);
const ofStorm = (alerts: readonly (StormAlert | RepostAlert)[]) =>
  alerts.filter((alert): alert is StormAlert => alert.kind === 'storm');

describe('a storm', () => {
  it('opens within few posts, grows, names its causes, and is over', () => {
    const brand = new MadeUpBrand().quiet(began, stormAt);
    brand.burst(stormAt, hours(3), 90, 'negative', () => `The brake failed on the hill, ${brand.ordinary()}`);
    brand.quiet(stormAt + hours(3), stormAt + hours(30));
    const alerts = ofStorm(heard(brand.posts));
    expect(kinds(alerts)).toEqual(['storm opened', 'storm grew', 'storm grew', 'storm over']);
    const [opened, grown] = alerts;
    const before = brand.posts.filter(({ at }) => at >= instant(stormAt) && at <= (opened?.at ?? '')).length;
    expect(before).toBeLessThanOrEqual(10);
    expect(opened?.criticalShare).toBeGreaterThan(0.7);
    expect(opened?.baseline.critical.seen).toBeGreaterThan(2 * (opened?.baseline.critical.expected ?? 0));
    expect(grown?.causes.words).toEqual(expect.arrayContaining(['brake', 'failed', 'hill']));
    expect(grown?.causes.posts.length).toBe(5);
    expect(new Set(alerts.map(({ key }) => key)).size).toBe(alerts.length);
  });

  it('is never an equal wave of praise, even where every sixth post of it is taken for negative', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 60, max: 400 }), (seed, count) => {
        const brand = new MadeUpBrand(seed).quiet(began, stormAt);
        for (let post = 0; post < count; post += 1) {
          const text = `I love it, ${brand.ordinary()}`;
          brand.say(stormAt + (hours(3) * post) / count, text, post % 6 === 5 ? 'negative' : 'positive');
        }
        const alerts = heard(brand.quiet(stormAt + hours(3), stormAt + hours(24)).posts);
        const meanwhile = alerts.filter(({ at }) => at >= instant(stormAt) && at < instant(stormAt + hours(4)));
        expect(ofStorm(meanwhile)).toEqual([]);
        expect(kinds(meanwhile)).toContain('wave opened');
      }),
      { numRuns: 6 },
    );
  });

  it('is known by its words where no analyzer said anything', () => {
    const angry = new MadeUpBrand(5).quiet(began, stormAt);
    angry.burst(stormAt, hours(2), 60, undefined, () => `Outrageous! ${angry.ordinary()} Shame on you 😡`);
    expect(kinds(heard(angry.posts))).toContain('storm opened');
    const glad = new MadeUpBrand(5).quiet(began, stormAt);
    glad.burst(stormAt, hours(2), 60, undefined, () => `What a crazy awesome ride! ${glad.ordinary()} Thank you 😍`);
    expect(kinds(heard(glad.posts)).filter((kind) => kind.startsWith('storm'))).toEqual([]);
  });

  it('is none where everybody posts as much more about everything', () => {
    const brand = new MadeUpBrand(6).quiet(began, stormAt);
    brand.burst(stormAt, hours(3), 90, 'negative');
    const told = (surge: number) => {
      const detector = stormDetector();
      const alerts: (StormAlert | RepostAlert)[] = [];
      let bin = began;
      for (const post of brand.posts) {
        for (; bin <= Date.parse(post.at); bin += 300_000)
          detector.traffic({ at: instant(bin), count: bin >= stormAt ? 1000 * surge : 1000 });
        alerts.push(...detector.observe(post).alerts);
      }
      return ofStorm(alerts).filter(({ at }) => at >= instant(stormAt));
    };
    expect(told(30)).toEqual([]);
    const [opened] = told(1);
    expect(opened?.phase).toBe('opened');
    expect(opened?.trafficShare?.seen).toBeGreaterThan(1.5 * (opened?.trafficShare?.usual ?? 1));
  });

  it('is over after a time of calm, though nothing is posted', () => {
    const brand = new MadeUpBrand(7).quiet(began, stormAt).burst(stormAt, hours(2), 60, 'negative');
    const detector = stormDetector();
    heard(brand.posts, detector);
    expect(detector.advance(instant(stormAt + hours(3)))).toEqual([]);
    expect(kinds(detector.advance(instant(stormAt + hours(40))))).toEqual(['storm over']);
  });
});

describe('what was removed', () => {
  const text = 'This company sells broken helmets and hides it, share before they delete it';
  const removal = {
    interaction: postId(900_000),
    at: instant(began + hours(1)),
    by: 'Ann of service',
    reason: 'names a customer',
    text,
  };

  it('is told when it comes again, with who removed it and why, once and when it spreads', () => {
    const detector = stormDetector();
    detector.removed(removal);
    const brand = new MadeUpBrand();
    brand.say(began + hours(2), `RT @somebody ${text}!! https://example.com/x`, undefined);
    for (let copy = 0; copy < 20; copy += 1)
      brand.say(began + hours(3) + copy * 60_000, text.replace('company', `brand ${copy}`), undefined);
    const alerts = heard(brand.posts, detector).filter((alert) => alert.kind === 'repost');
    expect(alerts.map(({ phase, severity }) => `${phase} ${severity}`)).toEqual([
      'opened low',
      'grew medium',
      'grew high',
    ]);
    expect(alerts[0]?.removal).toEqual({
      interaction: removal.interaction,
      at: removal.at,
      by: 'Ann of service',
      reason: 'names a customer',
    });
    expect(alerts[0]?.post).toBe(brand.posts[0]?.id);
    expect(JSON.stringify(detector.snapshot().removals)).not.toContain('helmets');
  });

  it('is not what came before it, nor what is something else', () => {
    const detector = stormDetector();
    detector.removed(removal);
    const brand = new MadeUpBrand();
    brand.say(began, text, undefined);
    brand.say(
      began + hours(2),
      'This company sells fine helmets and lamps, and I shared a photo of mine today',
      undefined,
    );
    expect(heard(brand.posts, detector)).toEqual([]);
  });

  it('can be forgotten', () => {
    const detector = stormDetector();
    detector.removed(removal);
    detector.forget([removal.interaction]);
    const brand = new MadeUpBrand();
    brand.say(began + hours(2), text, undefined);
    expect(heard(brand.posts, detector)).toEqual([]);
    detector.forget([brand.posts[0]?.id ?? '']);
    expect(JSON.stringify(detector.snapshot())).not.toContain('helmets');
    expect(detector.snapshot().cascades).toEqual([]);
  });
});

describe('laws', () => {
  it('a detector goes on after a snapshot as if it had never stopped', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 10, max: 120 }),
        fc.boolean(),
        (seed, count, angry) => {
          const brand = new MadeUpBrand(seed).quiet(began, stormAt, 1);
          brand.burst(stormAt, hours(2), count, angry ? 'negative' : 'positive', () =>
            count % 2 ? 'the same words again and again' : brand.ordinary(),
          );
          const whole = stormDetector();
          let parted = stormDetector();
          for (const [at, post] of brand.posts.entries()) {
            if (at % 20 === 0 || at > brand.posts.length - 30)
              parted = stormDetector({}, JSON.parse(JSON.stringify(parted.snapshot())));
            expect(parted.observe(post)).toEqual(whole.observe(post));
          }
          expect(parted.snapshot()).toEqual(JSON.parse(JSON.stringify(whole.snapshot())));
        },
      ),
      { numRuns: 3 },
    );
  });

  it('a post that is told twice changes nothing', () => {
    const brand = new MadeUpBrand(3).quiet(began, began + hours(48));
    const detector = stormDetector();
    heard(brand.posts, detector);
    const before = detector.snapshot();
    expect(detector.observe(brand.posts.at(-1) as HeardPost)).toEqual({ alerts: [] });
    expect(detector.snapshot()).toEqual(before);
  });

  it('anything may be said: texts of a megabyte, broken ones, emoji, none; the state does not grow', () => {
    const detector = stormDetector();
    const brand = new MadeUpBrand(4);
    const texts = [
      'x'.repeat(1e6),
      '\ud800 broken \udfff',
      '🔥'.repeat(10_000),
      '',
      'constructor hasOwnProperty __proto__',
      'ab '.repeat(3e5),
    ];
    for (let at = 0; at < 4000; at += 1)
      brand.say(
        began + at * 60_000,
        at % 50 === 0 ? (texts[(at / 50) % texts.length] ?? '') : brand.ordinary(),
        undefined,
      );
    heard(brand.posts.slice(0, 2000), detector);
    const size = JSON.stringify(detector.snapshot()).length;
    heard(brand.posts.slice(2000), detector);
    expect(JSON.stringify(detector.snapshot()).length).toBeLessThan(size * 1.5);
    expect(size).toBeLessThan(500_000);
    expect(detector.observe({ ...brand.say(began, 'late', undefined) }).refused).toBe('it is too late');
  });
});
