import type { PreparedPhrases } from '../../engine/compare/phrases.js';
import { columnName } from './derived.js';
import type { PartColumns } from './part.js';
import type { Steps } from './steps.js';
import { column, sharesOne, similarity, wordsOf } from './texts-in-sql.js';
import { saidTexts, valueColumns, valueSteps } from './values-in-sql.js';

const [different, overlap, close] = [1, 2, 3];
const graded = 4;

/** Free words in SQL: by their letters, and by the words that they share. */
export function phraseSteps(field: string, levels: number): Steps {
  const name = columnName(field);
  return valueSteps(
    field,
    { graded, levels },
    {
      steps: [
        { when: `${similarity(column(name, 'text'))} >= 0.9e+0`, gives: close },
        { when: sharesOne(column(name, 'words')), gives: overlap },
      ],
      otherwise: different,
    },
  );
}

export function phraseColumns(field: string, prepared: PreparedPhrases): PartColumns {
  const texts = saidTexts(field, prepared.texts, prepared.exact.length);
  return valueColumns(field, prepared, { text: texts.of, words: wordsOf(prepared.words) }, texts.unsaid);
}
