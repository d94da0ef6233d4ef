import { random } from '../../../../../bench/made-up.js';
import type { HeardPost } from '../../../../../src/channels/listening/storms/heard-post.js';
import { type StormState, stormDetector } from '../../../../../src/channels/listening/storms/storm-detector.js';
import type { RecordId } from '../../../../../src/core/model/id.js';

const minute = 60_000;
/** What is posted of anything in a minute, and of the brand in an hour. */
const anyAMinute = 40;
const brandAnHour = 3;
const quietDays = 14;
export const begin = Date.UTC(2026, 10, 1);
export const options = { coolDownMs: 60 * minute };

export interface StreamedPost {
  number: number;
  at: number;
  text: string;
  by: string;
  brand: boolean;
  sentiment: 'negative' | 'neutral' | 'positive';
}

export const isBrand = (text: string): boolean => text.includes('acme');
export const moodOf = (text: string): StreamedPost['sentiment'] =>
  text.includes('failed') ? 'negative' : text.includes('love') ? 'positive' : 'neutral';

/** So many posts of anything, with a storm; a long stream has two and a wave of praise. */
export function streamOf(count: number): StreamedPost[] {
  const next = random(7);
  const lengthMs = (count / anyAMinute) * minute;
  const bursts =
    count < 10_000
      ? [[0.3, 'failed']]
      : ([
          [0.15, 'failed'],
          [0.55, 'failed'],
          [0.85, 'is what I love'],
        ] as const);
  return Array.from({ length: count }, (_, number) => {
    const share = number / count;
    const burst = bursts.find(([from]) => share >= Number(from) && share < Number(from) + 0.1);
    const brand = next() < (burst ? 0.2 : brandAnHour / 60 / anyAMinute);
    const text = `${brand ? 'acme brake' : 'a ride'} ${burst && brand ? burst[1] : 'on the road'} ${number}`;
    const at = begin + Math.round(share * lengthMs);
    return { number, at, text, by: `person ${Math.floor(next() * 300)}`, brand, sentiment: moodOf(text) };
  });
}

/** A detector that has known the brand for two quiet weeks. */
function twoWeeks() {
  const next = random(3);
  const detector = stormDetector(options);
  for (let at = begin - quietDays * 1440 * minute, number = 0; at < begin; at += 5 * minute) {
    detector.traffic({ at: new Date(at).toISOString(), count: 5 * anyAMinute });
    if (next() > brandAnHour / 12) continue;
    number += 1;
    detector.observe({
      ...heard({ number: -number, at, text: `acme ride ${number}`, by: 'ann', brand: true, sentiment: 'neutral' }),
    });
  }
  return detector;
}

export const stateBefore = (): StormState => twoWeeks().snapshot();

/** What the detector alone tells of a stream, until it is calm. */
export function toldOffline(posts: readonly StreamedPost[]): string[] {
  const detector = twoWeeks();
  let count = 0;
  const alerts = posts.flatMap((post) => {
    count += 1;
    if (!post.brand) return [];
    detector.traffic({ at: new Date(post.at).toISOString(), count });
    count = 0;
    return detector.observe(heard(post)).alerts;
  });
  const last = posts.findLast(({ brand }) => brand)?.at ?? begin;
  return [...alerts, ...detector.advance(new Date(last + 1440 * minute).toISOString())].map(
    ({ key }) => `brand/${key}`,
  );
}

function heard({ number, at, text, by, sentiment }: StreamedPost): HeardPost {
  return {
    id: `post ${number}` as HeardPost['id'],
    ref: { network: 'square', realm: '', externalId: `square:${number}` },
    at: new Date(at).toISOString(),
    text,
    author: by as RecordId,
    of: [],
    sentiment,
    reactions: 0,
  };
}
