import type { Column } from '../../core/table/columns/detect-columns.js';
import { restore } from '../../core/table/formulas.js';
import type { DoubtfulPair } from '../../identity/doubtful-pairs.js';
import type { OutputTable } from '../files/output.js';
import type { FileRow } from './groups.js';
import { toldFields } from './told-fields.js';

/** Doubtful pairs for a spreadsheet: a line each, an empty cell for the answer, and both rows column by column. */
export function reviewTable(
  columns: readonly Column[],
  rows: readonly FileRow[],
  pairs: readonly DoubtfulPair[],
): OutputTable {
  const shown = columns.filter(({ kind }) => kind !== 'id');
  return {
    header: [
      'answer',
      'id_l',
      'id_r',
      'match_probability',
      'match_weight',
      'now',
      'chosen',
      'why',
      ...shown.flatMap(({ header }) => [`left_${header}`, `right_${header}`]),
    ],
    rows: reviewRows(shown, rows, pairs),
  };
}

function* reviewRows(
  columns: readonly Column[],
  rows: readonly FileRow[],
  pairs: readonly DoubtfulPair[],
): Generator<string[], void, void> {
  for (const { left, right, together, chosen, evidence } of pairs) {
    const { weight, probability, fields } = evidence;
    const [one, other] = [rows[left] as FileRow, rows[right] as FileRow];
    yield [
      '',
      one.id,
      other.id,
      probability.toFixed(4),
      weight.toFixed(2),
      together ? 'together' : 'apart',
      String(Number(chosen.toPrecision(6))),
      toldFields(fields),
      ...columns.flatMap(({ place }) => [restore(one.cells[place] ?? ''), restore(other.cells[place] ?? '')]),
    ];
  }
}
