import type { LengthUnit, TextLimit } from '../../core/model/network.js';

let segmenter: Intl.Segmenter | undefined;

/** The graphemes of a text. Their data takes milliseconds to load, so it is loaded when it is needed. */
function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** How long a text is in a network's own unit. */
export function textLength(text: string, unit: LengthUnit): number {
  switch (unit) {
    case 'graphemes':
      return count(graphemesOf(text));
    case 'code-points':
      return count(text);
    case 'utf-16':
      return text.length;
    case 'utf-8-bytes':
      return new TextEncoder().encode(text).length;
    case 'x-weighted':
      return xWeightedLength(text);
  }
}

/** How long a text is as a limit counts it: where links count alike, their own length does not matter. */
export function lengthUnder(text: string, { unit, linkLength }: Pick<TextLimit, 'unit' | 'linkLength'>): number {
  if (linkLength === undefined) return textLength(text, unit);
  let links = 0;
  const words = text.replace(link, () => {
    links += 1;
    return '';
  });
  return textLength(words, unit) + links * linkLength;
}

/** The first limit that a text breaks, and by how much. */
export function brokenLimit(text: string, limits: readonly TextLimit[]): (TextLimit & { length: number }) | undefined {
  for (const limit of limits) {
    const length = lengthUnder(text, limit);
    if (length > limit.max) return { ...limit, length };
  }
  return undefined;
}

const linkLength = 23;
const link = /https?:\/\/[^\s]+/gi;
/** Links without a scheme that X shortens too, by the endings that are common. */
const bareLink =
  /(?<![\p{L}\p{N}@./#_-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|net|org|edu|gov|info|biz|app|dev|shop|blog|news|co|tv)(?:\/[^\s]*)?(?![\p{L}\p{N}_-])/giu;
/** An emoji, with all its parts; the marks © and ® are none by themselves. */
const emoji = /(?![©®](?!\ufe0f))\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;

/**
 * The length of a post on X by version 3 of its configuration for twitter-text: over the text in NFC, a link is 23, an
 * emoji with all its parts 2, Latin and other light letters 1, and everything else 2 a code point. A link without a scheme
 * whose ending is rare (`example.museum`) counts letter by letter here; then X has the last word.
 */
function xWeightedLength(text: string): number {
  let links = 0;
  const taken = () => {
    links += 1;
    return '';
  };
  const words = text.normalize('NFC').replace(link, taken).replace(bareLink, taken);
  let length = links * linkLength;
  for (const { segment } of graphemesOf(words)) {
    if (emoji.test(segment)) length += 2;
    else for (const character of segment) length += isLight(character.codePointAt(0) ?? 0) ? 1 : 2;
  }
  return length;
}

function isLight(code: number): boolean {
  return (
    code <= 4351 || (code >= 8192 && code <= 8205) || (code >= 8208 && code <= 8223) || (code >= 8242 && code <= 8247)
  );
}

function count(items: Iterable<unknown>): number {
  let number = 0;
  for (const _item of items) number += 1;
  return number;
}
