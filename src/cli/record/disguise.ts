import { disguiseTag } from './disguise-tag.js';
import { disguiseUrl, type Words } from './disguise-url.js';
import { type StandIns, standIns } from './stand-ins.js';

const label = '[\\p{L}\\p{M}\\p{N}_-]{1,63}';
const host = `${label}(?:\\.${label}){0,8}\\.[\\p{L}-]{2,63}`;
/** What texts are made of that tells of people; what is between stays. */
const parts = new RegExp(
  [
    '(?<tag><\\/?[a-z][^<>]{0,5000}>)',
    '(?<entity>&(?:amp|lt|gt|quot|apos|nbsp|#39);)',
    '(?<url>(?:https?|wss?|ftp|at):\\/\\/[^\\s<>"\']+)',
    '(?<scheme>(?:mailto|tel|acct|did|plc|web)(?=:))',
    `(?<email>[\\p{L}\\p{M}\\p{N}._%+'-]{1,64}@${host})`,
    `(?<handle>@[\\p{L}\\p{M}\\p{N}_][\\p{L}\\p{M}\\p{N}_.-]{0,250}(?:@${host})?)`,
    `(?<host>${host})`,
    '(?<phone>(?:\\+|\\b)\\d(?:[ ().\\/-]{0,3}\\d){6,17}(?![\\p{L}\\p{N}]))',
    '(?<word>[\\p{L}\\p{M}\\p{N}]+)',
  ].join('|'),
  'giu',
);
const word = /[\p{L}\p{M}\p{N}]+/gu;

/** How texts are told without telling of anybody. */
export interface Disguise {
  /** Learns what texts hold before the first is disguised. `person`: the words name somebody wherever they stand. */
  notice(text: string, kind: 'person' | 'other'): void;
  names(text: string): boolean;
  /** Every word is replaced, the same one by the same. */
  name(text: string): string;
  /** Words that name people are replaced by the same everywhere, all others by any. */
  text(text: string): string;
  url(text: string): string;
  moved: StandIns['moved'];
  birthday: StandIns['birthday'];
}

export function disguise(made: StandIns = standIns()): Disguise {
  const people = new Set<string>();
  const all = (text: string) => text.replace(word, (found) => made.of(found));
  const words: Words = { name, host: hostOf };

  function hostOf(text: string): string {
    return `${all(text.toLowerCase())}.example`;
  }

  function replaced(text: string, other: (word: string) => string): string {
    return text.replace(parts, (found: string, ...given: unknown[]) => {
      const is = given.at(-1) as Record<string, string | undefined>;
      if (is.entity || is.scheme) return found;
      if (is.tag) return disguiseTag(found, { text: (inner) => replaced(inner, other), name });
      if (is.url) return disguiseUrl(found, words);
      if (is.host) return hostOf(found);
      if (is.phone) return phone(found);
      if (is.word) return other(found);
      // An e-mail address or a handle, which may end in a host.
      const at = found.lastIndexOf('@');
      const last = found.slice(at + 1);
      return `${all(found.slice(0, at))}@${/\p{L}\.\p{L}|[\p{N}_-]\.\p{L}/u.test(last) ? hostOf(last) : all(last)}`;
    });
  }

  /** However it is written, a number has one stand-in. */
  function phone(text: string): string {
    const digits = made.of(text.replace(/\D/g, ''));
    let at = 0;
    const shaped = text.replace(/\d/g, () => digits[at++] ?? '');
    return shaped + digits.slice(at);
  }

  function name(text: string): string {
    return replaced(text, made.of);
  }

  return {
    name,
    notice(text, kind) {
      for (const [found] of text.matchAll(word)) made.avoid(found);
      for (const { 0: part, groups } of text.matchAll(parts)) {
        // Most words of an address are its system's.
        const names = kind === 'person' ? !groups?.url && !groups?.scheme : groups?.email || groups?.handle;
        if (names) for (const [found] of part.matchAll(word)) people.add(found.toLowerCase());
      }
    },
    names: (text) => people.has(text.toLowerCase()),
    text: (text) => replaced(text, (found) => (people.has(found.toLowerCase()) ? made.of(found) : made.filler(found))),
    url: (text) => disguiseUrl(text, words),
    moved: made.moved,
    birthday: made.birthday,
  };
}
