const day = /T00:00:00\.000Z$/;

/** A value of a Parquet file as a table has it; several values of one cell are parted by semicolons. */
export function cellOfValue(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().replace(day, '');
  if (value instanceof Uint8Array) return new TextDecoder().decode(value).trim();
  if (Array.isArray(value)) return value.map(cellOfValue).filter(Boolean).join('; ');
  if (typeof value === 'object')
    return JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one));
  return String(value);
}
