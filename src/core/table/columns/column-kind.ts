import { KenningError } from '../../errors.js';
import { nearest } from '../nearest.js';

const plainKinds = [
  'id',
  'party',
  'name',
  'given-name',
  'middle-name',
  'family-name',
  'other-names',
  'email',
  'phone',
  'organization',
  'title',
  'address',
  'house-number',
  'street',
  'city',
  'region',
  'postal-code',
  'country',
  'location',
  'birth-date',
  'birth-date-day-first',
  'birth-date-month-first',
  'birth-place',
  'website',
  'image',
  'language',
  'time-zone',
  'bio',
  'lifecycle-stage',
  'national-id',
  'network',
  'handle',
  'account-id',
  'updated-at',
  'custom',
  'ignore',
] as const;

/**
 * What a column holds. `handle:NETWORK` holds a handle or the address of a profile on that network; `consent:CHANNEL` a
 * yes to marketing, `refusal:CHANNEL` a no, each as yes or no or as the day since when; the channel `*` is all.
 * What is `custom` is kept under its header; what is to be ignored is not read at all.
 */
export type ColumnKind = (typeof plainKinds)[number] | `handle:${string}` | `consent:${string}` | `refusal:${string}`;

/** Networks that name a column by themselves, and other words for them. */
export const networkNames: ReadonlyMap<string, string> = new Map([
  ...[
    'linkedin',
    'facebook',
    'instagram',
    'youtube',
    'bluesky',
    'mastodon',
    'tiktok',
    'github',
    'gitlab',
    'threads',
    'xing',
  ]
    .concat(['telegram', 'reddit', 'pinterest', 'medium', 'vimeo', 'flickr', 'twitch', 'snapchat', 'discord', 'skype'])
    .map((network): [string, string] => [network, network]),
  ['twitter', 'twitter'],
  ['x', 'twitter'],
  ['xcom', 'twitter'],
  ['twitterx', 'twitter'],
  ['xtwitter', 'twitter'],
  ['fb', 'facebook'],
  ['ig', 'instagram'],
  ['insta', 'instagram'],
  ['yt', 'youtube'],
  ['bsky', 'bluesky'],
  ['fediverse', 'mastodon'],
]);

/**
 * Reads a kind as people write it; the name of a network alone is a handle there.
 *
 * @throws KenningError `invalid` for what is none, with the most similar one.
 * @example
 * columnKind('linkedin') // 'handle:linkedin'
 */
export function columnKind(text: string): ColumnKind {
  const written = text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  const plain = plainKinds.find((kind) => kind === written);
  if (plain) return plain;
  const network = networkNames.get(written);
  if (network) return `handle:${network}`;
  const [, head, rest] = /^(handle|consent|refusal):([a-z0-9*][a-z0-9./-]{0,99})$/.exec(written) ?? [];
  if (head === 'handle') return `handle:${networkNames.get(rest as string) ?? rest}`;
  if (head === 'consent' || head === 'refusal') return `${head}:${rest}`;
  const similar = nearest(written, [...plainKinds, ...networkNames.keys()]);
  throw new KenningError(
    'invalid',
    `"${text}" is no kind of column.${similar ? ` Did you mean ${similar}?` : ''} There are ${plainKinds.join(', ')}, handle:NETWORK, consent:CHANNEL and refusal:CHANNEL.`,
  );
}
