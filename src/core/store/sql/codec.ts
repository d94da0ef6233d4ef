import type { CollectionDefinition } from '../collections.js';

type Row = Record<string, unknown>;
export type Parameter = string | number | null;

/** Turns rows into parameters and back. JSON is kept as text, so that both databases keep it alike. */
export interface Codec {
  /** The values of these columns, in order. */
  parameters(row: Row, columns: readonly string[]): Parameter[];
  /** The values of a whole row, tenant first. */
  row(tenant: string, row: Row): Parameter[];
  /** A row of the values of its columns in order. */
  read(values: readonly unknown[]): Row;
}

export function codec(definition: CollectionDefinition): Codec {
  const columns = Object.entries(definition.columns);
  const write = (value: unknown, type: string): Parameter =>
    value === undefined || value === null ? null : type === 'json' ? JSON.stringify(value) : (value as Parameter);
  return {
    parameters: (row, names) => names.map((name) => write(row[name], definition.columns[name] ?? 'text')),
    row(tenant, row) {
      const values: Parameter[] = [tenant];
      for (const [name, type] of columns) values.push(write(row[name], type));
      return values;
    },
    read(values) {
      const row: Row = {};
      for (let index = 0; index < columns.length; index++) {
        const [name, type] = columns[index] as [string, string];
        const value = values[index];
        if (value === null || value === undefined) continue;
        row[name] = type === 'json' ? JSON.parse(value as string) : type === 'integer' ? Number(value) : value;
      }
      return row;
    },
  };
}
