/** What stands between the cells of a row. */
export type Delimiter = ',' | ';' | '\t' | '|';

const delimiters: readonly Delimiter[] = [',', ';', '\t', '|'];
const mostRecords = 100;

/**
 * Finds the delimiter by which the first records have the same number of cells, several of them. A line `sep=;`, which
 * Excel writes and reads, says it outright.
 *
 * @example
 * detectDelimiter('name;city\nAnn Lee;Juneau, AK\n') // ';'
 */
export function detectDelimiter(head: string): Delimiter {
  const declared = declaredDelimiter(head);
  if (declared) return declared.delimiter;
  const counts = countDelimiters(head);
  let best: Delimiter = ',';
  let bestScore = 0;
  for (const [place, delimiter] of delimiters.entries()) {
    const score = steadiness(counts.map((record) => record[place] as number));
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}

/** The delimiter that a first line `sep=;` declares, and the length of that line. */
export function declaredDelimiter(head: string): { delimiter: Delimiter; length: number } | undefined {
  const match = /^"?sep=([,;\t|])"?(?:\r\n|\n|\r)/i.exec(head);
  return match ? { delimiter: match[1] as Delimiter, length: match[0].length } : undefined;
}

/** How often each delimiter stands outside of quotes, record by record; empty lines are left out. */
function countDelimiters(head: string): number[][] {
  const records: number[][] = [];
  let record = delimiters.map(() => 0);
  let quoted = false;
  let isEmpty = true;
  for (const character of head) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) {
      if (!isEmpty) records.push(record);
      if (records.length === mostRecords) return records;
      record = delimiters.map(() => 0);
      isEmpty = true;
      continue;
    } else if (!quoted) {
      const place = delimiters.indexOf(character as Delimiter);
      if (place >= 0) record[place] = (record[place] as number) + 1;
    }
    isEmpty = false;
  }
  // What the end of the head has cut short counts only when there is nothing else.
  if (records.length === 0 && !isEmpty) records.push(record);
  return records;
}

/** How many records have as many of it as most that have any; more cells break ties. */
function steadiness(counts: readonly number[]): number {
  const records = new Map<number, number>();
  for (const count of counts) if (count > 0) records.set(count, (records.get(count) ?? 0) + 1);
  let best = 0;
  for (const [count, times] of records) best = Math.max(best, times + Math.min(count, 99) / 100);
  return best;
}
