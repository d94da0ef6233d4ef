import type { Bytes, Words } from '../../engine/columns/memory.js';
import type { PreparedAddresses } from '../../engine/compare/addresses.js';
import {
  different,
  elsewhere,
  addressLevels as graded,
  likeCity,
  likePostalCode,
  likeStreet,
  otherUnit,
  sameRegion,
} from '../../engine/compare/addresses-at-glance.js';
import { columnName } from './derived.js';
import type { PartColumns } from './part.js';
import type { Steps } from './steps.js';
import { areKnown, byBand, column, columnOf, edits, isSame, shorter, similarity } from './texts-in-sql.js';
import { saidTexts } from './values-in-sql.js';

/** Each part has as many levels of agreeing exactly. */
const parts = ['city', 'postal_code', 'street'] as const;

/** Addresses in SQL: how small a place they share. */
export function addressSteps(field: string, levels: number): Steps {
  const name = columnName(field);
  const of = (part: string, what: string) => column(name, `${part}_${what}`);
  const [street, city, code] = [of('street', 'code'), of('city', 'code'), of('postal_code', 'code')];
  const [unit, region, house] = [column(name, 'unit'), column(name, 'region'), column(name, 'house')];
  const bands = (levels - graded.length) / parts.length;
  const exact = (part: (typeof parts)[number]): Steps => {
    const from = graded.length + parts.indexOf(part) * bands;
    return byBand(of(part, 'band')[0], from, from + bands);
  };
  const isTrue = (condition: string) => `coalesce(${condition}, false)`;
  const known = [street, city, code, region].map((part) => `(${areKnown(part)})`);
  const together = `(${isTrue(isSame(code))} OR ${isTrue(isSame(city))})`;
  const apart = `(NOT ${together} AND ((${areKnown(code)}) OR (${areKnown(city)})))`;
  const areCitiesAlike = isTrue(`${isSame(city)} OR ${similarity(of('city', 'text'))} >= 0.88e+0`);
  const areCodesAlike = isTrue(`${edits(of('postal_code', 'text'))} <= 1`);
  const texts = of('street', 'text');
  const allowed = `least(3e+0, floor(${shorter(texts)} / 5e+0))`;
  const areStreetsAlike = `${allowed} > 0 AND ${edits(texts)} <= ${allowed} AND (${edits(texts)} = 1 OR ${isSame(house)})`;
  return {
    steps: [
      { when: `NOT (${known.join(' OR ')})`, gives: 0 },
      {
        when: isSame(street),
        gives: {
          steps: [
            { when: `${apart} AND NOT ${areCitiesAlike} AND NOT ${areCodesAlike}`, gives: elsewhere as number },
            { when: `${unit[0]} <> ${unit[1]}`, gives: otherUnit as number },
            ...exact('street').steps,
          ],
          otherwise: exact('street').otherwise,
        },
      },
      { when: `(${areKnown(street)}) AND NOT ${apart} AND ${areStreetsAlike}`, gives: likeStreet as number },
      { when: isSame(code), gives: exact('postal_code') },
      { when: isSame(city), gives: exact('city') },
      { when: areCodesAlike, gives: likePostalCode as number },
      { when: areCitiesAlike, gives: likeCity as number },
      { when: isSame(region), gives: sameRegion as number },
    ],
    otherwise: different as number,
  };
}

export function addressColumns(field: string, prepared: PreparedAddresses): PartColumns {
  const name = columnName(field);
  const unsaid: string[] = [];
  const part = (what: (typeof parts)[number], codes: Words, texts: PreparedAddresses['streets'], exact: Bytes) => {
    const said = saidTexts(field, texts, exact.length);
    unsaid.push(...said.unsaid);
    return [
      columnOf(`${name}_${what}_code`, codes, String),
      columnOf(`${name}_${what}_text`, codes, said.of),
      columnOf(`${name}_${what}_band`, codes, (value) => String(exact[value])),
    ];
  };
  const { street, city, postalCode, unit, region, houses } = prepared;
  const plain = (what: string, codes: Words) => ({
    name: `${name}_${what}`,
    cells: Array.from(codes, (value) => (value === 0 ? '' : String(value))),
  });
  return {
    columns: [
      ...part('street', street, prepared.streets, prepared.streetExact),
      columnOf(`${name}_house`, street, (value) => String(houses[value])),
      plain('unit', unit),
      ...part('city', city, prepared.cities, prepared.cityExact),
      ...part('postal_code', postalCode, prepared.postalCodes, prepared.postalCodeExact),
      plain('region', region),
    ],
    unsaid,
  };
}
