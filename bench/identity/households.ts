import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { tableOfCsv } from '../../src/identity/engine/columns/table-of-csv.js';
import { clusterTable } from '../../src/identity/engine/engine.js';
import { type Figure, rounded } from '../figure.js';
import { people as kinds } from './files.js';

type Row = Record<'entity' | 'household' | 'street' | 'postcode' | 'phone', string>;

/**
 * How often "same household" is right, and how many of the pairs it finds: pairs of different people of one household who
 * share an address or a phone. Truth is read apart; the engine sees the columns of `kinds` alone.
 */
export function measureHouseholds(name: string, path: string | undefined): Figure[] {
  if (path === undefined) {
    console.warn(`${name}, households: skipped, not there`);
    return [];
  }
  const rows = parse(readFileSync(path), { columns: true }) as Row[];
  const { clusters, households } = clusterTable(tableOfCsv(readFileSync(path), kinds), { cut: 0, relations: true });
  const members = Map.groupBy(rows.keys(), (row) => clusters[row] as number);
  const related = (a: Row, b: Row) => a.household !== '' && a.household === b.household && a.entity !== b.entity;
  let [said, right] = [0, 0];
  const found = new Set<number>();
  for (const { left, right: other } of households)
    for (const a of members.get(left) ?? [])
      for (const b of members.get(other) ?? []) {
        said += 1;
        if (!related(rows[a] as Row, rows[b] as Row)) continue;
        right += 1;
        found.add(Math.min(a, b) * rows.length + Math.max(a, b));
      }
  let [wanted, met] = [0, 0];
  for (const living of Map.groupBy(rows.keys(), (row) => rows[row]?.household ?? '').values()) {
    if (rows[living[0] as number]?.household === '') continue;
    for (const [place, a] of living.entries())
      for (const b of living.slice(0, place)) {
        const [one, other] = [rows[a] as Row, rows[b] as Row];
        if (!related(one, other) || !share(one, other)) continue;
        wanted += 1;
        if (found.has(Math.min(a, b) * rows.length + Math.max(a, b))) met += 1;
      }
  }
  return [
    { what: `${name}, same household, precision`, value: rounded(right / said, 4), unit: '' },
    { what: `${name}, same household, recall of ${wanted} pairs`, value: rounded(met / wanted, 4), unit: '' },
  ];
}

function share(one: Row, other: Row): boolean {
  const street = (row: Row) => row.street.toLowerCase().replace(/(,? unit .*| apt .*| #.*)$/, '');
  const phone = (row: Row) => row.phone.replace(/\D/g, '').slice(-10);
  const address = street(one) !== '' && street(one) === street(other) && one.postcode === other.postcode;
  return address || (phone(one) !== '' && phone(one) === phone(other));
}
