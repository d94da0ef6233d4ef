import type { StoredRecord } from './portal-records.js';

interface Filter {
  propertyName: string;
  operator: string;
  value?: string;
  values?: string[];
}

export interface SearchBody {
  filterGroups?: { filters: Filter[] }[];
  sorts?: string[];
  properties?: string[];
  limit?: number;
  after?: string;
}

/** What is wrong with a search. */
export function searchProblem({ filterGroups = [], limit = 10, after = '0' }: SearchBody): string | undefined {
  if (limit > 200) return 'limit is more than 200';
  if (filterGroups.length > 5 || filterGroups.some(({ filters }) => filters.length > 6)) return 'too many filters';
  if (filterGroups.some(({ filters }) => filters.some(({ values = [] }) => values.length > 100)))
    return 'too many values';
  if (Number(after) + limit > 10_000) return 'the total is limited to 10,000 results';
  return undefined;
}

/** Records that any group of filters lets through, in the order of a property. */
export function matching(
  records: readonly StoredRecord[],
  { filterGroups = [], sorts = [] }: SearchBody,
): StoredRecord[] {
  const [by] = sorts;
  const found = records.filter((record) =>
    filterGroups.some(({ filters }) => filters.every((filter) => passes(record, filter))),
  );
  return by ? found.sort((one, other) => numberIn(one, by) - numberIn(other, by)) : found;
}

function passes(record: StoredRecord, { propertyName, operator, value = '', values = [] }: Filter): boolean {
  const said = record.properties[propertyName];
  // Values that are not in lower case match nothing.
  if (operator === 'IN') return said !== undefined && values.includes(lower(said));
  if (operator === 'EQ') return said !== undefined && lower(said) === lower(value);
  if (operator === 'CONTAINS_TOKEN') return said?.toLowerCase().split(/[;\s]/).includes(lower(value)) ?? false;
  const number = numberIn(record, propertyName);
  if (operator === 'GT') return number > Number(value);
  if (operator === 'GTE') return number >= Number(value);
  if (operator === 'LT') return number < Number(value);
  throw new Error(`The fake knows no operator ${operator}`);
}

const lower = (text: string) => text.toLowerCase();

function numberIn({ properties }: StoredRecord, name: string): number {
  const said = properties[name] ?? '';
  return /^\d+$/.test(said) ? Number(said) : Date.parse(said);
}
