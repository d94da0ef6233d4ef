/** A column that SQL reads, made of records by kenning's own rules. */
export interface DerivedColumn {
  name: string;
  /** Of each row; empty where there is none. */
  cells: readonly string[];
}

/** What one record says, and the same of the other. */
export const both = (column: string): readonly [left: string, right: string] => [`"${column}_l"`, `"${column}_r"`];

/** A name that is one in any dialect. */
export const columnName = (field: string): string => field.toLowerCase().replace(/[^a-z0-9]+/g, '_');

const space = 0x20;
const lastPlain = 0x7e;

/**
 * Texts whose every sign is one byte, since DuckDB compares bytes: signs that are more are written as plain ones that no
 * text has. Which ones does not matter to a comparison.
 *
 * @returns the texts, and how many hold signs for which there was no place
 */
export function inSingleBytes(texts: readonly string[]): { texts: string[]; unsaid: number } {
  const isPlain = (unit: number): boolean => unit >= space && unit <= lastPlain;
  const counts = new Map<number, number>();
  for (const text of texts)
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      counts.set(unit, (counts.get(unit) ?? 0) + 1);
    }
  // `|` parts lists.
  const free = Array.from({ length: lastPlain - space }, (_, at) => space + 1 + at).filter(
    (unit) => !counts.has(unit) && unit !== 0x7c && unit !== 0x22,
  );
  const foreign = [...counts].filter(([unit]) => !isPlain(unit)).sort(([a, many], [b, more]) => more - many || a - b);
  const written = new Map(foreign.map(([unit], place) => [unit, free[place]]));
  if (written.size === 0) return { texts: [...texts], unsaid: 0 };
  let unsaid = 0;
  const into = texts.map((text) => {
    let isWhole = true;
    const units = Array.from({ length: text.length }, (_, at) => {
      const unit = text.charCodeAt(at);
      if (!written.has(unit)) return text.charAt(at);
      const plain = written.get(unit);
      if (plain === undefined) isWhole = false;
      return plain === undefined ? text.charAt(at) : String.fromCharCode(plain);
    });
    if (!isWhole) unsaid += 1;
    return units.join('');
  });
  return { texts: into, unsaid };
}
