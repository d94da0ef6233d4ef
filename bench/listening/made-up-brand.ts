import type { HeardPost } from '../../src/channels/listening/storms/heard-post.js';
import { type InteractionId, interactionId, type RecordId, recordId } from '../../src/core/model/id.js';
import { randomOf } from './made-up-posts.js';

const zeros = (at: number) => at.toString(16).padStart(12, '0');
export const postId = (at: number): InteractionId => interactionId.parse(`01900000-0000-7000-8000-${zeros(at)}`);
export const personId = (at: number): RecordId => recordId.parse(`01900000-0000-7000-9000-${zeros(at)}`);

export const began = Date.UTC(2026, 0, 5);
export const hours = (count: number): number => count * 3_600_000;

const subjects = [
  'the new saddle',
  'my delivery',
  'your shop in town',
  'the blue frame',
  'this pump',
  'an old chain',
  'spare lamps',
];
const plain = ['arrived', 'is at the door', 'was repaired', 'has a question', 'needs oil', 'fits', 'is on the train'];

/** Posts about a made-up brand, in the order of time. */
export class MadeUpBrand {
  readonly posts: HeardPost[] = [];
  readonly #random: () => number;

  constructor(seed = 1) {
    this.#random = randomOf(seed);
  }

  /** Ordinary posts, some an hour; one in seven is negative. */
  quiet(from: number, until: number, anHour = 3): this {
    for (let at = from; ; ) {
      at += (-Math.log(1 - this.#random()) * 3_600_000) / anHour;
      if (at >= until) break;
      this.say(at, this.ordinary(), this.#random() < 1 / 7 ? 'negative' : 'neutral');
    }
    return this;
  }

  /** So many posts spread over a time. */
  burst(
    from: number,
    lengthMs: number,
    count: number,
    sentiment: HeardPost['sentiment'],
    text = () => this.ordinary(),
  ): this {
    for (let post = 0; post < count; post += 1) this.say(from + (lengthMs * post) / count, text(), sentiment);
    return this;
  }

  say(at: number, text: string, sentiment: HeardPost['sentiment'], of: HeardPost['of'] = []): HeardPost {
    const number = this.posts.length + 1;
    const post: HeardPost = {
      id: postId(number),
      ref: { network: 'example', realm: '', externalId: `${number}` },
      at: new Date(Math.floor(at)).toISOString(),
      text,
      author: personId(1 + Math.floor(this.#random() * 5000)),
      of,
      reactions: Math.floor(this.#random() * 10),
      ...(sentiment && { sentiment }),
    };
    this.posts.push(post);
    return post;
  }

  ordinary(): string {
    const one = (list: readonly string[]) => list[Math.floor(this.#random() * list.length)];
    return `${one(subjects)} ${one(plain)} ${Math.floor(this.#random() * 1e6).toString(36)} ${one(subjects)} ${one(plain)}`;
  }
}
