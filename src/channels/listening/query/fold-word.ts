const finalSigma = 0x3c2;
const sigma = 'σ';

/** Combining marks of Latin, Greek and Cyrillic, apostrophes, joiners, soft hyphens, variation selectors: not compared. */
function isSilent(unit: number): boolean {
  return (
    (unit >= 0x300 && unit <= 0x36f) ||
    unit === 0x27 ||
    unit === 0x2019 ||
    unit === 0x2bc ||
    unit === 0x200c ||
    unit === 0x200d ||
    unit === 0xad
  );
}

/**
 * A word as it is compared: no case, no diacritics, no apostrophes.
 *
 * @example
 * foldWord('Straßencafé’s') // 'strassencafes'
 */
export function foldWord(word: string): string {
  // Upper case first takes letters apart that lower case leaves alone: ß becomes SS.
  const lower = word.normalize('NFKD').toUpperCase().toLowerCase();
  let folded = '';
  let copied = 0;
  for (let at = 0; at < lower.length; at += 1) {
    const unit = lower.charCodeAt(at);
    if (unit !== finalSigma && !isSilent(unit)) continue;
    folded += lower.slice(copied, at);
    if (unit === finalSigma) folded += sigma;
    copied = at + 1;
  }
  return (copied === 0 ? lower : folded + lower.slice(copied)).normalize('NFC');
}

const joiner = 0x200d;
const variation = 0xfe0f;

/** An emoji without its color of skin and its style: those of all colors are one. */
export function foldEmoji(emoji: string): string {
  let folded = '';
  for (const character of emoji) {
    const code = character.codePointAt(0) as number;
    if (code !== variation && !(code >= 0x1f3fb && code <= 0x1f3ff)) folded += character;
  }
  return folded.charCodeAt(folded.length - 1) === joiner ? folded.slice(0, -1) : folded;
}
