import { type Words, words32 } from './memory.js';

/** Numbers texts in the order in which they come; 0 is the empty text. */
export interface Dictionary {
  code(text: string): number;
  readonly values: string[];
}

export function dictionary(): Dictionary {
  const values = [''];
  const codes = new Map<string, number>([['', 0]]);
  return {
    values,
    code(text) {
      const known = codes.get(text);
      if (known !== undefined) return known;
      codes.set(text, values.length);
      return values.push(text) - 1;
    },
  };
}

/** A number for each value, worked out once a value; 0 for the empty one. */
export function byValue(values: readonly string[], number: (text: string) => number): Words {
  const numbers = words32(values.length);
  for (let value = 1; value < values.length; value += 1) numbers[value] = number(values[value] as string);
  return numbers;
}

/** What the values of rows are numbered with. */
export function ofRows(codes: Words, numbers: Words): Words {
  const rows = words32(codes.length);
  for (let row = 0; row < codes.length; row += 1) rows[row] = numbers[codes[row] as number] as number;
  return rows;
}
