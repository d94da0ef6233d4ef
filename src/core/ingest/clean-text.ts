/**
 * The same plain JSON value without U+0000, which PostgreSQL can not keep, and without halves of surrogate pairs.
 * What is clean already is given back as it is.
 */
export function cleanText<Value>(value: Value): Value {
  if (typeof value === 'string') return cleanString(value) as Value;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const cleaned = cleanText(value[index]);
      if (cleaned === value[index]) continue;
      copy ??= [...value];
      copy[index] = cleaned;
    }
    return (copy ?? value) as Value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const cleaned = entries.map(([key, item]) => [key, cleanText(item)] as const);
  const isClean = cleaned.every(([, item], index) => item === entries[index]?.[1]);
  return isClean ? value : (Object.fromEntries(cleaned) as Value);
}

function cleanString(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\u0000') ? whole.replaceAll('\u0000', '') : whole;
}
