/** One text of several column values; values hold no U+0000. */
export function keyText(row: Record<string, unknown>, columns: readonly string[]): string {
  if (columns.length === 1) return String(row[columns[0] as string]);
  let text = '';
  for (const column of columns) text += `${row[column] as string | number}\u0000`;
  return text;
}
