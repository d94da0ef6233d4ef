import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, it } from 'vitest';
import { csv } from '../../../../src/adapters/crms/csv/index.js';
import { csvLine } from '../../../../src/core/table/csv-line.js';
import { type CrmSide, crmAdapterSuite } from '../../../../src/testing/suites/crm/index.js';

type Row = Record<string, string>;
const columns = { givenName: 'First name', familyName: 'Last name', email: 'E-mail', title: 'title' } as const;

const read = (file: string): Row[] => parse(readFileSync(file), { columns: true });
function write(file: string, rows: Row[]): void {
  const head = Object.keys(
    rows[0] ?? { id: '', ...Object.fromEntries(Object.values(columns).map((name) => [name, ''])) },
  );
  const lines = [head, ...rows.map((row) => head.map((name) => row[name] ?? ''))];
  writeFileSync(file, lines.map((cells) => `${csvLine(cells)}\n`).join(''));
}

/** Somebody with a spreadsheet. */
function spreadsheet(file: string, activities: string): CrmSide {
  const valuesOf = (person: object) =>
    Object.fromEntries(Object.entries(person).map(([name, value]) => [columns[name as keyof typeof columns], value]));
  return {
    add(person) {
      const rows = read(file);
      const id = `n${rows.length + 1}`;
      const empty = Object.fromEntries(Object.values(columns).map((name) => [name, '']));
      write(file, [...rows, { id, ...empty, ...valuesOf(person) }]);
      return id;
    },
    read(id) {
      const row = read(file).find((one) => one.id === id);
      if (!row) return undefined;
      const said = Object.entries(columns).flatMap(([name, column]) => (row[column] ? [[name, row[column]]] : []));
      return { givenName: '', familyName: '', ...Object.fromEntries(said) };
    },
    remove: (id) =>
      write(
        file,
        read(file).filter((row) => row.id !== id),
      ),
    logged(id) {
      const rows = existsSync(activities) ? read(activities) : [];
      return rows.filter((row) => row.contact_id === id).map((row) => row.text ?? '');
    },
  };
}

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

describe('the csv CRM', () => {
  crmAdapterSuite(
    { describe, it },
    {
      open({ clock }) {
        const file = join(folder, `list-${++files}.csv`);
        const activities = `${file}.activities.csv`;
        write(file, []);
        return {
          connect: () => csv({ file, activities, clock }),
          crm: spreadsheet(file, activities),
        };
      },
      except: {
        'activities: on a contact that is gone are not-found': 'activities stand in a file of their own',
      },
    },
  );
});
