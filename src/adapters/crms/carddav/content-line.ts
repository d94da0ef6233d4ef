/** A property of a card: `item1.TEL;TYPE=work:+1 907 555 0100`. */
export interface ContentLine {
  /** As it stands in the card, with its folds and its end. */
  raw: string;
  group?: string;
  /** In capitals; empty for a line that is no property. */
  name: string;
  /** In their order, with names in capitals. */
  parameters: [name: string, values: string[]][];
  /** As written, escapes included. */
  value: string;
}

/** The most octets of a line before it is folded (RFC 6350, 3.2). */
const lineOctets = 75;

/** The lines of a card, with what was folded put together. */
export function contentLines(text: string): ContentLine[] {
  const lines: string[] = [];
  for (const [raw] of text.matchAll(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g)) {
    const last = lines.length - 1;
    if (last >= 0 && /^[ \t]/.test(raw)) lines[last] += raw;
    else lines.push(raw);
  }
  return lines.map(contentLine);
}

/** Reads one line, which may be folded. */
export function contentLine(raw: string): ContentLine {
  const line = raw.replace(/(?:\r\n|\n|\r)[ \t]/g, '').replace(/[\r\n]+$/, '');
  const colon = outsideQuotes(line, ':').next().value;
  const nothing = { raw, name: '', parameters: [], value: line };
  if (colon === undefined) return nothing;
  const [head = '', ...parameters] = splitOutsideQuotes(line.slice(0, colon), ';');
  const [, group, name] = /^(?:([\w-]+)\.)?([\w-]+)$/.exec(head.trim()) ?? [];
  if (!name) return nothing;
  return {
    raw,
    ...(group && { group }),
    name: name.toUpperCase(),
    parameters: parameters.map(parameter),
    value: line.slice(colon + 1),
  };
}

/** `TYPE=home,work`; version 3 also has a bare `home`. */
function parameter(text: string): [string, string[]] {
  const equals = text.indexOf('=');
  if (equals < 0) return ['TYPE', [text]];
  const values = splitOutsideQuotes(text.slice(equals + 1), ',').map((value) => fromParameter(value.trim()));
  return [text.slice(0, equals).trim().toUpperCase(), values];
}

/** The values of a parameter, of all that have its name. */
export function parameterOf({ parameters }: ContentLine, name: string): string[] {
  return parameters.flatMap(([called, values]) => (called === name ? values : []));
}

/** Writes a property as a line, folded, with the card's own end of lines. */
export function lineOf({ group, name, parameters, value }: Omit<ContentLine, 'raw'>, end: string): ContentLine {
  const head = parameters.map(([called, values]) => `;${called}=${values.map(toParameter).join(',')}`).join('');
  const raw = `${folded(`${group ? `${group}.` : ''}${name}${head}:${value}`, end)}${end}`;
  return { raw, ...(group && { group }), name, parameters, value };
}

function folded(line: string, end: string): string {
  const encoder = new TextEncoder();
  let written = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > lineOctets) {
      written += `${end} `;
      octets = 1;
    }
    written += character;
    octets += size;
  }
  return written;
}

/** RFC 6868: what a parameter can not hold stands behind a caret. */
function fromParameter(text: string): string {
  const bare = text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text;
  return bare.replace(/\^([n'^])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign === "'" ? '"' : '^'));
}

function toParameter(value: string): string {
  const safe = value
    .replace(/\^/g, '^^')
    .replace(/\r\n|\r|\n/g, '^n')
    .replace(/"/g, "^'")
    .replace(/\p{Cc}/gu, ' ');
  return /[,;:]/.test(safe) ? `"${safe}"` : safe;
}

/** Text without its escapes. */
export function unescaped(value: string): string {
  return value.replace(/\\([\s\S])/g, (_, sign: string) => (/n/i.test(sign) ? '\n' : sign));
}

/** Text as a value, escaped. */
export function escaped(text: string): string {
  return text
    .replace(/[\\,;]/g, (sign) => `\\${sign}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ');
}

/** The parts of a value that has several, each as written: `Garbo;Greta` and `red,blue`. */
export function partsOf(value: string, separator: ';' | ','): string[] {
  const parts = [''];
  for (let at = 0; at < value.length; at += 1) {
    const sign = value[at] as string;
    if (sign === separator) parts.push('');
    else parts[parts.length - 1] += sign === '\\' ? value.slice(at, ++at + 1) : sign;
  }
  return parts;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const at of outsideQuotes(text, separator)) {
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return [...parts, text.slice(from)];
}

function* outsideQuotes(text: string, separator: string): Generator<number, undefined> {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (!quoted && text[at] === separator) yield at;
  }
  return undefined;
}
