import { isApiWord } from './api-words.js';
import { disguiseTag } from './disguise-tag.js';
import { disguiseReference, disguiseUrl, type Words } from './disguise-url.js';
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
export interface Disguise extends Words {
  /** Learns what texts hold before the first is disguised. `person`: the words name somebody wherever they stand. */
  notice(text: string, kind: 'person' | 'other'): void;
  names(text: string): boolean;
  /** Words that name people are replaced by the same everywhere, all others by any. A text that is repeated stays so. */
  text(text: string): string;
  /** An address, whole or from its path on. */
  address(text: string): string;
  /** Gives a text as it is, and keeps in mind that it stayed. */
  keep(text: string): string;
  /** The same of a field's name. */
  keepField(name: string): string;
  /** What stayed, although it may name somebody: values, and fields that stand there once, as those do that are people's ids. */
  doubtful(): string[];
  moved: StandIns['moved'];
  movedMoment: StandIns['movedMoment'];
  birthday: StandIns['birthday'];
}

export interface DisguiseOptions {
  made?: StandIns;
  /** Words that are the system's own. */
  keep?: readonly string[];
  /** Words that name somebody. */
  replace?: readonly string[];
}

export function disguise({ made = standIns(), keep = [], replace = [] }: DisguiseOptions = {}): Disguise {
  const people = new Set<string>();
  const ours = lowered(keep);
  const others = lowered(replace);
  for (const one of others) people.add(one);
  const kept = new Set<string>();
  const fields = new Map<string, number>();
  const texts = new Map<string, string>();
  const wordsIn = (text: string) => text.toLowerCase().match(word) ?? [];
  const isOurs = (text: string) =>
    ours.has(text.toLowerCase()) || (isApiWord(text) && !wordsIn(text).some((one) => others.has(one)));
  const all = (text: string) => text.replace(word, (found) => made.of(found));
  const words: Words = { name, host: hostOf, isOurs };

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
    ...words,
    notice(text, kind) {
      for (const [found] of text.matchAll(word)) made.avoid(found);
      for (const { 0: part, groups } of text.matchAll(parts)) {
        // Most words of an address are its system's.
        const names = kind === 'person' ? !groups?.url && !groups?.scheme : groups?.email || groups?.handle;
        if (names) for (const [found] of part.matchAll(word)) people.add(found.toLowerCase());
      }
    },
    names: (text) => wordsIn(text).some((one) => people.has(one)),
    text(text) {
      const told =
        texts.get(text) ?? replaced(text, (found) => (people.has(found.toLowerCase()) ? made.of : made.filler)(found));
      texts.set(text, told);
      return told;
    },
    address: (text) => (text.startsWith('/') ? disguiseReference(text, words) : disguiseUrl(text, words)),
    keep(text) {
      kept.add(text);
      return text;
    },
    keepField(name) {
      fields.set(name, (fields.get(name) ?? 0) + 1);
      return name;
    },
    doubtful: () => [...kept, ...[...fields].flatMap(([name, times]) => (times === 1 ? [name] : []))],
    moved: made.moved,
    movedMoment: made.movedMoment,
    birthday: made.birthday,
  };
}

function lowered(list: readonly string[]): Set<string> {
  return new Set(list.map((one) => one.toLowerCase()));
}
