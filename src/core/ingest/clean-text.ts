/**
 * The same plain JSON value without U+0000, which PostgreSQL can not keep, and without halves of surrogate pairs.
 * What is clean already is given back as it is, and nothing is copied.
 */
export function cleanText<Value>(value: Value): Value {
  return (isClean(value) ? value : cleaned(value)) as Value;
}

function isClean(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (typeof value !== 'object' || value === null) return true;
  for (const item of Object.values(value)) if (!isClean(item)) return false;
  return true;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '');
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleaned(item)]));
}
