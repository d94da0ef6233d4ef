import type { Observed } from '../src/core/model/observed.js';
import type { Profile } from '../src/core/model/source-record.js';
import { seededRandom } from '../src/testing/random.js';

export { seededRandom as random };

const starts = [
  'an',
  'ber',
  'cor',
  'da',
  'el',
  'fin',
  'gra',
  'hol',
  'in',
  'jo',
  'kas',
  'lu',
  'mar',
  'nor',
  'os',
  'pe',
  'ro',
  'sal',
  'tor',
  'ul',
];
const ends = [
  'a',
  'bert',
  'chen',
  'da',
  'esk',
  'fred',
  'gard',
  'hild',
  'ius',
  'ka',
  'lin',
  'man',
  'nard',
  'o',
  'ric',
  'sen',
  'ton',
  'us',
  'vik',
  'wyn',
];
const words = [
  'the',
  'bike',
  'was',
  'late',
  'and',
  'brakes',
  'squeal',
  'again',
  'thank',
  'you',
  'for',
  'help',
  'with',
  'my',
  'order',
  'today',
];

const pick = <Item>(list: readonly Item[], at: number): Item => list[Math.floor(at * list.length)] as Item;

/** A person of the made-up network. The same number is the same person. */
export function person(number: number) {
  const next = seededRandom(number * 7919 + 1);
  const name = () => {
    const text = pick(starts, next()) + pick(starts, next()) + pick(ends, next());
    return text[0]?.toUpperCase() + text.slice(1);
  };
  const [given, family] = [name(), name()];
  return { id: `account-${number}`, handle: `${given}.${family}${number}`.toLowerCase(), name: `${given} ${family}` };
}

export interface StreamOptions {
  count: number;
  seed: number;
  /** People who are known when it begins; new ones get the numbers behind. */
  known: number;
}

/** Posts as they come: 20 % by new authors, 5 % told twice, 2 % edits. */
export function* posts({ count, seed, known }: StreamOptions): Generator<Observed> {
  const next = seededRandom(seed);
  let people = known;
  const told: Observed[] = [];
  for (let number = 0; number < count; number++) {
    const kind = next();
    const earlier = told.length > 0 ? pick(told, next()) : undefined;
    if (kind < 0.05 && earlier) {
      yield earlier;
      continue;
    }
    if (kind < 0.07 && earlier?.type === 'said') {
      const { interaction } = earlier;
      yield {
        ...earlier,
        interaction: {
          ...interaction,
          revisedAt: new Date(Date.parse(interaction.at) + 60_000).toISOString(),
          content: { text: `${interaction.content.text} (edited)` },
        },
      };
      continue;
    }
    const author = person(next() < 0.2 || people === 0 ? people++ : Math.floor(next() * people));
    const post = said(`${seed}-${number}`, author, number, next);
    if (told.length < 1000) told.push(post);
    else told[Math.floor(next() * 1000)] = post;
    yield post;
  }
}

/** Something that a person says; the number makes its moment. */
export function said(id: string, author: ReturnType<typeof person>, number: number, next: () => number): Observed {
  const at = new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();
  const scope = 'made-up';
  return {
    type: 'said',
    interaction: {
      network: scope,
      realm: '',
      externalId: id,
      kind: 'post',
      at,
      content: { text: Array.from({ length: 20 }, () => pick(words, next())).join(' ') },
      origin: 'api',
      participants: [
        { role: 'author', of: { source: scope, externalId: author.id } },
        { role: 'mentioned', of: { source: scope, externalId: 'brand' } },
      ],
    },
    profiles: [profile(author, at)],
  };
}

/** What the made-up network says of a person. */
export function profile(of: ReturnType<typeof person>, observedAt: string): Profile {
  const scope = 'made-up';
  return {
    source: scope,
    externalId: of.id,
    kind: 'profile',
    party: 'person',
    identifiers: [
      { kind: 'account-id', scope, value: of.id, verifiedBy: 'network' },
      { kind: 'handle', scope, value: of.handle },
    ],
    attributes: { name: of.name },
    origin: 'api',
    observedAt,
  };
}
