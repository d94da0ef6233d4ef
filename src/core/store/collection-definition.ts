/** How a column is kept. `json` takes any plain JSON value; an optional column may be undefined. */
export type ColumnType = 'text' | 'integer' | 'json';

export interface IndexDefinition {
  /** Columns that a listing gives a value for. */
  by: readonly string[];
  /** Columns that order a listing and tell its places apart: together with `by` they name one row. */
  order: readonly string[];
}

export interface CollectionDefinition {
  key: readonly string[];
  columns: Readonly<Record<string, ColumnType>>;
  indexes: Readonly<Record<string, IndexDefinition>>;
}
