import { isSecretName } from '../../core/redact.js';
import { isFieldName } from './field-kind.js';

/** How the words of an address are told. */
export interface Words {
  /** Every word is replaced, the same one by the same. */
  name(text: string): string;
  host(text: string): string;
  /** Whether a text is the system's own. */
  isOurs(text: string): boolean;
}

/** Addresses that name a form of data and no place. */
const standards =
  /^https?:\/\/(?:(?:www\.)?w3\.org|purl\.org|(?:www\.)?jsonfeed\.org|json-schema\.org|schema\.org|search\.yahoo\.com\/mrss|www\.itunes\.com\/dtds|wellformedweb\.org)(?:\/[\w./-]{0,100})?#?$/i;

/** An address of the same shape that leads nowhere: of its path and query only what is the API's own stays. */
export function disguiseUrl(url: string, words: Words): string {
  if (standards.test(url)) return url;
  const [, scheme = '', authority = '', path = '', query, fragment] =
    /^([a-z][a-z\d+.-]*:\/\/)([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is.exec(url) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const where = host.startsWith('did:') ? words.name(host) : words.host(decoded(host.replace(/:\d*$/, '')));
  return `${scheme.toLowerCase()}${host && where}${disguiseRest({ path, query, fragment }, words)}`;
}

/** The same of an address that begins with its path. */
export function disguiseReference(text: string, words: Words): string {
  const [, path = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text) ?? [];
  return disguiseRest({ path, query, fragment }, words);
}

function disguiseRest(
  { path, query, fragment }: { path: string; query: string | undefined; fragment: string | undefined },
  words: Words,
): string {
  const asked = new URLSearchParams(
    Object.entries(disguiseQuery(new URLSearchParams(query), words)).flatMap(entriesOf),
  );
  const question = asked.size > 0 ? `?${asked}` : '';
  const part = fragment ? `#${encoded(words.name(decoded(fragment)))}` : '';
  return `${disguisePath(path, words)}${question}${part}`;
}

export function disguisePath(path: string, words: Words): string {
  const part = (written: string) => (words.isOurs(written) ? written : encoded(words.name(decoded(written))));
  return path.split('/').map(part).join('/');
}

/** What a query asks for, without its secrets. A name that stands several times has a list. */
export function disguiseQuery(query: URLSearchParams, words: Words): Record<string, string | string[]> {
  const asked = new Map<string, string[]>();
  for (const [name, value] of query) {
    if (isSecretName(name)) continue;
    const field = name.replace(/\[\]$/, '');
    const safe = isFieldName(field) ? name : words.name(name);
    asked.set(safe, [...(asked.get(safe) ?? []), isHarmless(field, value, words) ? value : words.name(decoded(value))]);
  }
  return Object.fromEntries(
    [...asked].map(([name, values]) => [name, values.length > 1 ? values : (values[0] as string)]),
  );
}

function isHarmless(name: string, value: string, words: Words): boolean {
  if (/^(?:true|false|)$/.test(value)) return true;
  if (/limit|page|count|size|first|top/i.test(name) && /^\d{1,4}$/.test(value)) return true;
  return value.split(',').every(words.isOurs);
}

function entriesOf([name, values]: [string, string | string[]]): [string, string][] {
  return [values].flat().map((value) => [name, value]);
}

/** However often it was encoded. */
function decoded(text: string): string {
  let plain = text;
  for (let times = 0; times < 3 && plain.includes('%'); times++) {
    try {
      plain = decodeURIComponent(plain);
    } catch {
      return plain;
    }
  }
  return plain;
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%40', '@').replaceAll('%3A', ':');
}
