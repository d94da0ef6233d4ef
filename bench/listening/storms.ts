import type { HeardPost } from '../../src/channels/listening/storms/heard-post.js';
import { stormDetector } from '../../src/channels/listening/storms/storm-detector.js';
import { type Bench, rounded, timed } from '../figure.js';
import { began, hours, MadeUpBrand } from './made-up-brand.js';
import { randomOf } from './made-up-posts.js';

const at = began + hours(14 * 24);
const posts = 120;

/**
 * Firestorms and waves of praise on made-up brands of 3 posts an hour, one in seven of them negative: 120 posts in 3 hours, of which one in
 * five is taken for the contrary at random.
 */
export const stormsBench: Bench = async ({ quick }) => {
  const runs = Array.from({ length: quick ? 20 : 200 }, (_, seed) => ({
    storm: stormAfter(seed + 1, 'negative', 'positive'),
    wave: stormAfter(seed + 1, 'positive', 'negative'),
  }));
  const caught = runs.filter(({ storm }) => storm !== undefined && storm <= 15).length / runs.length;
  const delays = runs.map(({ storm = Number.POSITIVE_INFINITY }) => storm).sort((left, right) => left - right);
  const mistaken = runs.filter(({ wave }) => wave !== undefined).length / runs.length;
  const brand = new MadeUpBrand(7).quiet(began, began + hours(24), quick ? 100 : 2000);
  const detector = stormDetector();
  const { processor } = await timed(() => {
    for (const post of brand.posts) detector.observe(post);
  });
  return [
    { what: 'storms told within 15 of their posts', value: rounded(100 * caught, 1), unit: '%', aim: { atLeast: 95 } },
    { what: 'posts until half of them are told', value: delays[delays.length >> 1] as number, unit: 'posts' },
    { what: 'waves of praise told as a storm', value: rounded(100 * mistaken, 1), unit: '%', aim: { atMost: 0 } },
    { what: 'posts, with copies looked for', value: rounded(brand.posts.length / processor), unit: '/s of processor' },
    {
      what: 'state of a busy search as JSON',
      value: rounded(JSON.stringify(detector.snapshot()).length / 1000),
      unit: 'kB',
    },
  ];
};

/** How many posts of a wave came until it was told as a storm; undefined where it was not. */
function stormAfter(
  seed: number,
  mostly: HeardPost['sentiment'],
  mistaken: HeardPost['sentiment'],
): number | undefined {
  const random = randomOf(seed);
  const brand = new MadeUpBrand(seed).quiet(began, at);
  const detector = stormDetector();
  for (const post of brand.posts) detector.observe(post);
  for (let post = 0; post < posts; post += 1) {
    const said = brand.say(at + (hours(3) * post) / posts, brand.ordinary(), random() < 0.2 ? mistaken : mostly);
    const { alerts } = detector.observe(said);
    if (alerts.some(({ kind, phase }) => kind === 'storm' && phase === 'opened')) return post + 1;
  }
  return undefined;
}
