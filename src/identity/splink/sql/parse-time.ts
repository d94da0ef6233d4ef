import { KenningError } from '../../../core/errors.js';

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

/** What each specifier reads: up to so many digits. */
const specifiers: Readonly<Record<string, { part: Part; digits: number }>> = {
  Y: { part: 'year', digits: 4 },
  m: { part: 'month', digits: 2 },
  d: { part: 'day', digits: 2 },
  H: { part: 'hour', digits: 2 },
  M: { part: 'minute', digits: 2 },
  S: { part: 'second', digits: 2 },
};

/**
 * Reads times by a format as DuckDB's `strptime` does: numbers may be shorter than their places, and a day that is in no
 * calendar is no time.
 *
 * @returns seconds since 1970 in UTC, or null
 */
export function timeParser(format: string): (text: string) => number | null {
  const steps: (string | { part: Part; digits: number })[] = [];
  for (let at = 0; at < format.length; at++) {
    const sign = format.charAt(at);
    if (sign !== '%') {
      steps.push(sign);
      continue;
    }
    at += 1;
    const name = format.charAt(at);
    const specifier = Object.hasOwn(specifiers, name) ? specifiers[name] : undefined;
    if (!specifier) throw new KenningError('unsupported', `SQL: "%${name}" of a time's format is not known here.`);
    steps.push(specifier);
  }
  return (text) => {
    const read: Record<Part, number> = { year: 1900, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
    let at = 0;
    for (const step of steps) {
      if (typeof step === 'string') {
        if (text.charAt(at) !== step) return null;
        at += 1;
        continue;
      }
      let end = at;
      while (end < text.length && end - at < step.digits && isDigit(text.charCodeAt(end))) end += 1;
      if (end === at) return null;
      read[step.part] = Number(text.slice(at, end));
      at = end;
    }
    return at === text.length ? secondsOf(read) : null;
  };
}

function secondsOf({ year, month, day, hour, minute, second }: Record<Part, number>): number | null {
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1) return null;
  return date.setUTCHours(hour, minute, second) / 1000;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
