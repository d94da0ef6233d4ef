import { nameOfParts, type PersonName, parseName } from '../../normalize/name.js';
import type { Column, Kind } from '../columns/column.js';
import { dictionary } from '../columns/dictionary.js';
import { words32 } from '../columns/memory.js';
import type { Census } from '../compare/census.js';
import type { NameSlot } from '../compare/name-relations.js';
import { type PreparedNames, preparedNames } from '../compare/names.js';

/**
 * Reads the names of rows: what columns keep apart, and whole names where nothing is kept apart. Further columns of
 * names are further names.
 */
export function namesOf(size: number, of: (kind: Kind) => Column[], census: Census): PreparedNames | undefined {
  const [given] = of('given-name');
  const [family] = of('family-name');
  const whole = of('name');
  if (!given && !family && whole.length === 0) return undefined;
  const known = dictionary();
  const read = (column: Column, parse: (text: string) => PersonName) =>
    column.values.map((text) => {
      const name = parse(text);
      return [known.code(name.given), known.code(name.middle.join(' ')), known.code(name.family)] as const;
    });
  const empty = (): NameSlot => ({ given: words32(size), middle: words32(size), family: words32(size) });
  const main = empty();
  if (given) {
    const parts = read(given, (text) => nameOfParts(text, ''));
    for (let row = 0; row < size; row += 1) {
      const [first, middle] = parts[given.codes[row] as number] as readonly [number, number, number];
      main.given[row] = first;
      main.middle[row] = middle;
    }
  }
  if (family) {
    const parts = read(family, (text) => nameOfParts('', text));
    for (let row = 0; row < size; row += 1) main.family[row] = parts[family.codes[row] as number]?.[2] as number;
  }
  const others = whole.map((column) => {
    const parts = read(column, parseName);
    const slot = empty();
    for (let row = 0; row < size; row += 1) {
      const [first, middle, last] = parts[column.codes[row] as number] as readonly [number, number, number];
      const into = main.given[row] === 0 && main.family[row] === 0 ? main : slot;
      into.given[row] = first;
      into.middle[row] = middle;
      into.family[row] = last;
    }
    return slot;
  });
  const used = others.filter(({ given: first, family: last }) => first.some(Boolean) || last.some(Boolean));
  return preparedNames([main, ...used], known.values, census);
}
