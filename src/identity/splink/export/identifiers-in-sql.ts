import type { PreparedIdentifiers } from '../../engine/compare/identifiers.js';
import { columnName } from './derived.js';
import type { PartColumns } from './part.js';
import type { Steps } from './steps.js';
import { column, edits, shorter } from './texts-in-sql.js';
import { saidTexts, valueColumns, valueSteps } from './values-in-sql.js';

const [different, twoSlips, slip] = [1, 2, 3];
const graded = 4;

/** Numbers in SQL, allowing for slips. */
export function identifierSteps(field: string, levels: number): Steps {
  const text = column(columnName(field), 'text');
  return valueSteps(
    field,
    { graded, levels },
    {
      steps: [
        { when: `${shorter(text)} < 5`, gives: different },
        { when: `${edits(text)} = 1`, gives: slip },
        { when: `${edits(text)} = 2`, gives: twoSlips },
      ],
      otherwise: different,
    },
  );
}

export function identifierColumns(field: string, prepared: PreparedIdentifiers): PartColumns {
  const texts = saidTexts(field, prepared.texts, prepared.exact.length);
  return valueColumns(field, prepared, { text: texts.of }, texts.unsaid);
}
