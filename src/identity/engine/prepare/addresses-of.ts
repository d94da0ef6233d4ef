import { normalizeRegion } from '../../normalize/region.js';
import { fold, words } from '../../normalize/text.js';
import type { Column, Kind } from '../columns/column.js';
import { byValue, dictionary, ofRows } from '../columns/dictionary.js';
import { type Words, words32 } from '../columns/memory.js';
import { noAddressPart, type PreparedAddresses, preparedAddresses } from '../compare/addresses.js';
import type { Census } from '../compare/census.js';
import { hashOf } from '../compare/comparison.js';
import { readStreet } from './street.js';
import { brought } from './texts-of.js';

/** Reads the addresses of rows. Several columns of streets are one text, in their order. */
export function addressesOf(size: number, of: (kind: Kind) => Column[], census: Census): PreparedAddresses | undefined {
  const columns = of('street');
  const [city] = of('city');
  const [postalCode] = of('postal-code');
  const [region] = of('region');
  const parts = [...columns, city, postalCode, region].filter((column) => column !== undefined);
  if (parts.length === 0) return undefined;
  const part = (column: Column | undefined, into: (text: string) => string) => {
    if (!column) return noAddressPart(size);
    const { slots, values } = brought([column], into);
    return { codes: slots[0] as Words, values };
  };
  const cities = part(city, (text) => words(text.slice(0, 200)).join(' '));
  const codes = part(postalCode, (text) => fold(text.slice(0, 40)).replace(/[^\p{L}\p{N}]/gu, ''));
  return preparedAddresses(
    parts.length > 1 ? 'address' : (parts[0] as Column).name,
    {
      ...streetsOf(columns, size),
      city: cities.codes,
      cities: cities.values,
      postalCode: codes.codes,
      postalCodes: codes.values,
      region: region
        ? ofRows(
            region.codes,
            byValue(region.values, (text) => hashOf(normalizeRegion(text))),
          )
        : words32(size),
    },
    census,
  );
}

function streetsOf(columns: readonly Column[], size: number): { street: Words; unit: Words; streets: string[] } {
  const streets = dictionary();
  const street = words32(size);
  const unit = words32(size);
  const whole = columns.length === 1 ? (columns[0] as Column) : joined(columns, size);
  const read = whole.values.map((text) => {
    const parts = readStreet(text);
    return [streets.code(parts.street), hashOf(parts.unit)] as const;
  });
  for (let row = 0; row < size; row += 1) {
    const [one, two] = read[whole.codes[row] as number] as readonly [number, number];
    street[row] = one;
    unit[row] = two;
  }
  return { street, unit, streets: streets.values };
}

function joined(columns: readonly Column[], size: number): Pick<Column, 'codes' | 'values'> {
  const known = dictionary();
  const codes = words32(size);
  for (let row = 0; row < size; row += 1) {
    const parts = columns.map(({ codes: numbers, values }) => values[numbers[row] as number]);
    codes[row] = known.code(parts.filter(Boolean).join(' '));
  }
  return { codes, values: known.values };
}
