import { misread } from './misread.js';
import { familyParticles, namePrefixes, nameSuffixes } from './name-affixes.js';
import { words } from './text.js';

/** A person's name in folded words. Of a single word nobody knows which name it is; it is kept as `given`. */
export interface PersonName {
  given: string;
  middle: readonly string[];
  /** Particles belong to it: `de la vega`. */
  family: string;
}

/**
 * Reads a name as written, in Western order or as `Family, Given`. Titles, generations, degrees, what stands in
 * brackets and (as a further given name) what stands in quotes are recognized.
 *
 * @example
 * parseName('Dr. Juan de la Vega III') // { given: 'juan', middle: [], family: 'de la vega' }
 * parseName('Vega, Juan') // { given: 'juan', middle: [], family: 'vega' }
 */
export function parseName(text: string): PersonName {
  const { outside, quoted } = unquoted(misread(text.slice(0, 200)));
  const [head = '', ...behind] = outside.split(',');
  const first = strip(words(head), 2);
  const after = words(behind.join(' '));
  // Behind a whole name there is a degree or a generation: `John Smith, MD`.
  const tail = first.length > 1 ? after.filter((word) => !nameSuffixes.has(word)) : strip(after, 1);
  if (tail.length > 0 && first.length > 0)
    return { given: tail[0] as string, middle: [...tail.slice(1), ...quoted], family: first.join(' ') };
  const all = first.length > 0 ? first : tail;
  if (all.length < 2) return { given: all[0] ?? quoted[0] ?? '', middle: all.length > 0 ? quoted : [], family: '' };
  let start = all.length - 1;
  while (start > 1 && familyParticles.has(all[start - 1] as string)) start -= 1;
  return {
    given: all[0] as string,
    middle: [...all.slice(1, start), ...quoted],
    family: all.slice(start).join(' '),
  };
}

/** A name whose parts a system keeps apart. What was put before or behind them is taken off. */
export function nameOfParts(given: string | undefined, family: string | undefined): PersonName {
  const [first = '', ...middle] = strip(words(misread((given ?? '').slice(0, 200))), 1);
  return { given: first, middle, family: strip(words(misread((family ?? '').slice(0, 200))), 1).join(' ') };
}

/** Takes titles off the front and suffixes off the end, as long as so many words stay: `Jack Ma` has no degree. */
function strip(all: string[], least: number): string[] {
  let start = 0;
  let end = all.length;
  while (end - start > 1 && namePrefixes.has(all[start] as string)) start += 1;
  while (end - start > least && nameSuffixes.has(all[end - 1] as string)) end -= 1;
  return all.slice(start, end);
}

function unquoted(text: string): { outside: string; quoted: string[] } {
  const quoted: string[] = [];
  const outside = text
    .replace(/["“„]([^"“”„]{1,50})["“”]/g, (_, inner: string) => {
      quoted.push(...words(inner));
      return ' ';
    })
    .replace(/\([^()]*\)/g, ' ');
  return { outside, quoted };
}
