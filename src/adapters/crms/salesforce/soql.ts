const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/**
 * A text as it may stand in a query (SOQL reference, "Quoted String Escape Sequences"). Whatever it holds, it stays one
 * text: nothing outside ever becomes part of a query but through this.
 */
export function quoted(text: string): string {
  const safe = text.toWellFormed().replace(/[\\'"\p{Cc}]/gu, (sign) => escapes[sign] ?? ' ');
  return `'${safe}'`;
}

/** `Email IN ('a', 'b')` */
export function oneOf(field: string, values: Iterable<string>): string {
  return `${field} IN (${[...values].map(quoted).join(', ')})`;
}
