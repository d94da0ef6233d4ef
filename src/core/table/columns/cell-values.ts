import { restore } from '../formulas.js';

/** What stands in cells that hold nothing. `Null` and `Na` with a capital are left in, since people are called so. */
const placeholders: ReadonlySet<string> = new Set(
  '- -- --- – — . ? n/a N/A N/a n.a. N.A. #N/A na NA null NULL (null) <null> none None NONE nil undefined nan NaN (blank) (none) unknown Unknown UNKNOWN'.split(
    ' ',
  ),
);

/** What a cell says; nothing for an empty one and for what is written in place of nothing. */
export function meaning(cell: string | undefined): string | undefined {
  const value = restore((cell ?? '').trim()).trim();
  return value === '' || placeholders.has(value) ? undefined : value;
}

/** Several values in a cell: `a@x.org; b@x.org`, and Google's ` ::: `. */
export function several(value: string, separator: RegExp = /:::|[;|\n]/): string[] {
  return value
    .split(separator)
    .map((part) => meaning(part))
    .filter((part) => part !== undefined)
    .slice(0, 20);
}

const emailShape = /^[^\s@<>"(),:;]{1,64}@[^\s@<>"(),:;]{1,250}\.[^\s@<>"(),:;.]+$/;

/** The addresses in a cell, bare or as `Ann Lee <ann@example.org>`; none from words of which only some are addresses. */
export function emailsIn(value: string): string[] {
  return several(value, /:::|[;,|\n]/).flatMap((part) => {
    const addresses = (/<([^<>]*)>\s*$/.exec(part)?.[1] ?? part)
      .split(/\s+/)
      .map((one) => one.replace(/^mailto:|\.$/gi, ''));
    return addresses.every((address) => emailShape.test(address)) ? addresses : [];
  });
}

/** The pages in a cell. */
export function pagesIn(value: string): string[] {
  return several(value, /:::|[;|\n]/).flatMap((part) => {
    const pages = part.split(/\s+/);
    if (pages.every(isUrl)) return pages;
    return /^https?:/i.test(part) && URL.canParse(part) ? [part] : [];
  });
}

const longestUrl = 2000;

/** Whether a value is an address of the web. */
export function isUrl(value: string): boolean {
  if (value.length > longestUrl) return false;
  return (
    /^https?:\/\/[^\s/]+\.[^\s]+$/i.test(value) ||
    /^(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:\/\S*)?$/i.test(value)
  );
}

/** Whether a value is a number with a fraction, and so counts or measures something. */
export function isDecimal(value: string): boolean {
  return /^[+-]?\d*[.,]\d+$/.test(value) && !/^\+/.test(value);
}
