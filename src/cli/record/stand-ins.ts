/** Numbers from 0 up to 1. */
export type Random = () => number;

/** Made-up words in the place of real ones. Of a real word they keep the length, digits as digits, and capitals. */
export interface StandIns {
  /** No stand-in is one of these. */
  avoid(word: string): void;
  /** The stand-in of a word: the same at every call, and no other word's. */
  of(word: string): string;
  /** Any made-up word; it says nothing of where else the word stands. */
  filler(word: string): string;
  /** A date or moment moved by the same time as every other, in the same shape; undefined when it is none. */
  moved(date: string): string | undefined;
  /** A moment in seconds or milliseconds since 1970, moved by the same time. */
  movedMoment(at: number): number;
  /** Any day in the place of a date of birth, the same for the same; undefined for what is no date. */
  birthday(date: string): string | undefined;
}

const longest = 200;
const consonants = 'bdfgklmnprstvz';
const vowels = 'aeiou';
const yearMs = 365 * 24 * 60 * 60 * 1000;
const firstBirthMs = Date.UTC(1950, 0, 1);
const iso = /^(\d{4})-(\d\d)-(\d\d)(?:([T ])(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;
const mail = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|[+-]\d{4})$/;

export function standIns(random: Random = secureRandom): StandIns {
  const known = new Map<string, string>();
  const taken = new Set<string>();
  const births = new Map<string, string>();
  const backMs = Math.round((1 + random()) * (yearMs / 1000)) * 1000;
  const fresh = (word: string) => {
    for (let tries = 0; ; tries++) {
      // Few words are short: where all are taken, a longer one stands in.
      const made = madeUp(word.slice(0, longest) + '0'.repeat(Math.floor(tries / 20)), random);
      if (!taken.has(made)) return made;
    }
  };
  return {
    avoid: (word) => void taken.add(keyOf(word)),
    of(word) {
      const key = keyOf(word);
      let standIn = known.get(key);
      if (standIn === undefined) {
        standIn = fresh(key);
        known.set(key, standIn);
        taken.add(standIn);
      }
      return inCaseOf(word, standIn);
    },
    birthday(date) {
      if (!iso.test(date)) return undefined;
      const day = births.get(date) ?? new Date(firstBirthMs + random() * 50 * yearMs).toISOString().slice(0, 10);
      births.set(date, day);
      return date.length > 10 ? `${day}T00:00:00Z` : day;
    },
    filler: (word) => inCaseOf(word, fresh(keyOf(word))),
    movedMoment: (at) => at - (at > 1e11 ? backMs : Math.round(backMs / 1000)),
    moved(date) {
      if (mail.test(date)) {
        const at = Date.parse(date);
        return Number.isNaN(at) ? undefined : new Date(at - backMs).toUTCString();
      }
      const [, year, month, day, between, hour = '0', minute = '0', second, fraction = '', zone = ''] =
        iso.exec(date) ?? [];
      const at = Date.UTC(
        Number(year),
        Number(month) - 1,
        Number(day),
        Number(hour),
        Number(minute),
        Number(second ?? 0),
      );
      if (year === undefined || Number.isNaN(at)) return undefined;
      const there = new Date(at - backMs).toISOString();
      if (between === undefined) return there.slice(0, 10);
      return `${there.slice(0, 10)}${between}${there.slice(11, second === undefined ? 16 : 19)}${fraction}${zone}`;
    },
  };
}

/** What a secret generator gives: from a seed of few bits the dates could be moved back. */
function secureRandom(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] as number) / 2 ** 32;
}

/** Words that differ in capitals alone are one; how they are written is said by `inCaseOf`. */
function keyOf(word: string): string {
  return word.normalize('NFKC').toLowerCase();
}

/** With capitals where the word has them, so that two ids that differ in nothing else stay two. */
function inCaseOf(word: string, standIn: string): string {
  const signs = [...word.normalize('NFKC')];
  return Array.from(standIn, (sign, at) => (/\p{Lu}/u.test(signs[at] ?? '') ? sign.toUpperCase() : sign)).join('');
}

function madeUp(word: string, random: Random): string {
  const any = (letters: string) => letters[Math.floor(random() * letters.length)] as string;
  // How an id of Salesforce begins says what it is of.
  const kept = /^(?=0|a0)(?=.*[a-z])[\da-z]{15}(?:[\da-z]{3})?$/.test(word) ? 3 : 0;
  const isHex = /^(?=.*\d)[\da-f]{8,}$/.test(word);
  return Array.from(word, (sign, at) => {
    if (at < kept) return sign;
    if (/\d/.test(sign)) return any(at === 0 && sign !== '0' ? '12345678' : '0123456789');
    if (isHex) return any('abcdef');
    return any(at % 2 === 0 ? consonants : vowels);
  }).join('');
}
