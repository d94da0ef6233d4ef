import type { Table } from '../../src/identity/engine/columns/column.js';
import { mix } from '../../src/identity/engine/compare/comparison.js';
import { tableOfRows } from '../identity/engine/table-of-rows.js';

const syllables = ['an', 'bo', 'ka', 'lin', 'mar', 'no', 'ra', 'sti', 'tor', 'ven', 'wil', 'zeb'];

/** Made-up people, some of whom stand there twice, the second time with a slip. */
export function manyPeople(size: number, seed: number): Table {
  const rows = Array.from({ length: size }, (_, at) => {
    const person = at % 3 === 2 ? at - 1 : at;
    const draw = (what: number, below: number): number => mix(mix(seed, person), what) % below;
    const word = (what: number): string =>
      `${syllables[draw(what, 12)]}${syllables[draw(what + 1, 12)]}${syllables[draw(what + 2, 12)]}`;
    const [first, last] = [word(10), word(20)];
    const slip = at % 3 === 2 && mix(seed, at) % 2 === 0;
    return {
      first: slip ? first.slice(0, -1) : first,
      last,
      born: `19${50 + draw(1, 40)}-0${1 + draw(2, 9)}-1${draw(3, 10)}`,
      mail: slip ? '' : `${first}.${last}@mail.example`,
      call: `907465${1000 + draw(4, 9000)}`,
      road: `${1 + draw(5, 99)} ${word(30)} street`,
      code: `${10_000 + draw(6, 900)}`,
    };
  });
  return tableOfRows(rows, {
    first: 'given-name',
    last: 'family-name',
    born: 'date',
    mail: 'email',
    call: 'phone',
    road: 'street',
    code: 'postal-code',
  });
}

/** A table with a number for each row, in a column `unique_id`. */
export function withIds(table: Table): Table {
  const ids = tableOfRows(
    Array.from({ length: table.size }, (_, at) => ({ unique_id: String(at) })),
    { unique_id: 'text' },
  );
  return { size: table.size, columns: [...ids.columns, ...table.columns] };
}
