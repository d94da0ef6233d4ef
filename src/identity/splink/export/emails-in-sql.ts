import type { PreparedEmails } from '../../engine/compare/emails.js';
import { columnName } from './derived.js';
import type { PartColumns } from './part.js';
import type { Steps } from './steps.js';
import { column, edits, isSame, similarity } from './texts-in-sql.js';
import { saidTexts, valueColumns, valueSteps } from './values-in-sql.js';

const [different, near, otherNumber, sameLocal, close] = [1, 2, 3, 4, 5];
const graded = 6;

/** Addresses of e-mail in SQL, each side of the `@` by itself. */
export function emailSteps(field: string, levels: number): Steps {
  const name = columnName(field);
  const [local, domain, letters] = [column(name, 'local'), column(name, 'domain'), column(name, 'letters')];
  const longEnough = `length(${local[0]}) >= 4`;
  return valueSteps(
    field,
    { graded, levels },
    {
      steps: [
        {
          when: isSame(local),
          gives: {
            steps: [
              { when: `${edits(domain)} <= 2`, gives: close },
              { when: longEnough, gives: sameLocal },
            ],
            otherwise: near,
          },
        },
        { when: `${edits(domain)} <= 1 AND ${isSame(letters)}`, gives: otherNumber },
        { when: `${longEnough} AND (${edits(domain)} + ${edits(local)}) <= 2 AND ${edits(domain)} <= 1`, gives: close },
        { when: `${similarity(local)} < 0.88e+0`, gives: different },
        { when: `${isSame(domain)} OR ${similarity(domain)} >= 0.8e+0`, gives: near },
      ],
      otherwise: different,
    },
  );
}

export function emailColumns(field: string, prepared: PreparedEmails): PartColumns {
  const { local, domain, letters } = prepared;
  const locals = saidTexts(field, prepared.locals, letters.length);
  const domains = saidTexts(field, prepared.domains, domain.reduce((most, code) => Math.max(most, code), 0) + 1);
  return valueColumns(
    field,
    prepared,
    {
      local: (value) => locals.of(local[value] as number),
      domain: (value) => domains.of(domain[value] as number),
      letters: (value) => String(letters[local[value] as number]),
    },
    [...locals.unsaid, ...domains.unsaid],
  );
}
