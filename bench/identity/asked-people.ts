import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { SourceRecordDraft } from '../../src/core/model/source-record.js';
import { peopleTruth } from './files.js';
import { people, prepared } from './prepared.js';

export type Person = SourceRecordDraft & { id: string };

/** People who are there, and who is asked for. */
export interface AskedPeople {
  there: Person[];
  /** Copies of people who are there, with what the generator damaged in them. */
  damaged: Person[];
  /** People of whom nothing is there. */
  strangers: Person[];
}

/** Made-up people, of whom `asked` copies and as many strangers are asked for; `undefined` when the generator is not there. */
export function askedPeople(records: number, seed: number, asked: number): AskedPeople | undefined {
  const path = people(records + 2 * asked, seed);
  const file = path === undefined ? undefined : prepared(path, peopleTruth);
  if (!file) return undefined;
  const all = (parse(readFileSync(file.path), { columns: true }) as Record<string, string>[]).map(personOf);
  // A copy is asked for that has another of the same person among the rest; a stranger has none.
  const copies = new Map<string, number[]>();
  for (const [place, entity] of file.truth.entries()) {
    const places = copies.get(entity);
    if (places) places.push(place);
    else copies.set(entity, [place]);
  }
  const held = new Set<number>();
  const strangers: Person[] = [];
  const damaged: Person[] = [];
  for (const places of copies.values()) {
    const [first] = places as [number];
    const group = places.length > 1 ? damaged : strangers;
    if (group.length === asked) continue;
    group.push(all[first] as Person);
    held.add(first);
  }
  return { there: all.filter((_, place) => !held.has(place)), damaged, strangers };
}

function personOf(row: Readonly<Record<string, string>>): Person {
  const identifiers = [
    { kind: 'email', scope: '', value: row.email ?? '' },
    { kind: 'phone', scope: '', value: row.phone ?? '' },
  ];
  const known = (value: string | undefined) => value || undefined;
  return {
    id: row.id ?? '',
    source: 'file',
    externalId: row.id ?? '',
    kind: 'contact',
    party: 'person',
    origin: 'import',
    observedAt: '2026-01-01T00:00:00.000Z',
    identifiers: identifiers.filter(({ value }) => value !== ''),
    attributes: {
      ...(known(row.first_name) && { givenName: row.first_name }),
      ...(known(row.last_name) && { familyName: row.last_name }),
      ...(known(row.birth_date) && { birthDate: row.birth_date }),
      address: {
        ...(known(row.street) && { street: row.street }),
        ...(known(row.city) && { city: row.city }),
        ...(known(row.postcode) && { postalCode: row.postcode }),
      },
    },
  };
}
