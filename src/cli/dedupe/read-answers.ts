import type { Rejected } from '../../core/page.js';
import { meaning } from '../../core/table/columns/cell-values.js';
import { columnPlace, findColumn } from '../../core/table/columns/detect-columns.js';
import { restore } from '../../core/table/formulas.js';
import type { AnsweredPair } from '../../identity/answered-pairs.js';
import { openTable } from '../files/input.js';
import type { Terminal } from '../terminal.js';

const words: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'y', 'true', '1', 'same', 'ja', 'oui', 'si', 'sí', 'sim'].map((word): [string, boolean] => [word, true]),
  ...['no', 'n', 'false', '0', 'different', 'nein', 'non', 'não', 'nao'].map((word): [string, boolean] => [
    word,
    false,
  ]),
]);

/** How likely a pair was to be asked about; what is no probability says nothing. */
function chosenOf(cell: string | undefined): Pick<AnsweredPair, 'chosen'> {
  const chosen = Number(cell);
  return cell && chosen > 0 && chosen <= 1 ? { chosen } : {};
}

/**
 * The answers of people in files that `--review` wrote. Pairs without an answer are left out; what is neither yes nor no is
 * told with its line.
 *
 * @throws KenningError `invalid` for a file without the columns `id_l`, `id_r` and `answer`
 */
export async function readAnswers(paths: readonly string[], screen: Terminal): Promise<AnsweredPair[]> {
  const answers: AnsweredPair[] = [];
  for (const path of paths) {
    const { table, rejected } = await openTable(path, screen);
    const [left, right, answer] = ['id_l', 'id_r', 'answer'].map((name) => columnPlace(table.header, name, path)) as [
      number,
      number,
      number,
    ];
    const chosenPlace = findColumn(table.header, 'chosen');
    for await (const { line, cells } of table.rows()) {
      const said = meaning(cells[answer]);
      if (said === undefined) continue;
      const same = words.get(said.toLowerCase());
      const problem: Rejected = { at: `line ${line}`, reason: 'its answer is neither yes nor no' };
      if (same === undefined) rejected.add(problem);
      else
        answers.push({
          ids: [restore(cells[left] ?? ''), restore(cells[right] ?? '')],
          same,
          ...chosenOf(cells[chosenPlace ?? -1]),
        });
    }
    rejected.end();
  }
  return answers;
}
