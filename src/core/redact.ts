const longest = 300;
const mostRead = 100_000;

/**
 * A text of another system that may stand in an error message: without the secrets that were sent, however they are written,
 * tokens, addresses of mail, query strings and control characters, and cut to 300 characters.
 */
export function redact(text: string, secrets: Iterable<string> = []): string {
  const forms = [...new Set([...secrets].flatMap(formsOf))].filter(({ length }) => length > 3);
  forms.sort((one, other) => other.length - one.length);
  let safe = text.slice(0, mostRead);
  if (forms.length > 0) safe = safe.replace(new RegExp(forms.map(literal).join('|'), 'gi'), '…');
  // Where a text was cut, half a secret may stand.
  if (text.length > mostRead) safe = safe.slice(0, -Math.max(1, forms[0]?.length ?? 0));
  safe = safe
    .slice(0, 2000)
    .replace(/\b(bearer|basic|dpop)\s+[\w.~+/=-]+/gi, '$1 …')
    .replace(/[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, '…')
    .replace(/\beyJ[\w-]{5,}(?:\.[\w-]*){0,4}/g, '…')
    .replace(/(\b[a-z]{2,8}:\/\/[^\s?#"'<>]{1,500})[?#][^\s"'<>]*/gi, '$1')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return safe.length > longest ? `${safe.slice(0, longest)}…` : safe;
}

/** A whole text without the secrets that it holds; nothing else of it changes. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.flatMap(writtenAs).reduce((safe, form) => (form.length > 3 ? safe.replaceAll(form, '…') : safe), text);
}

/** A secret as it stands by itself, in JSON, in addresses and in forms. */
function writtenAs(text: string): string[] {
  const secret = text.toWellFormed();
  const inForm = new URLSearchParams({ '': secret }).toString().slice(1);
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), inForm];
}

/** Its long parts too, which stay whatever becomes of the signs between them. */
function formsOf(secret: string): string[] {
  return [...writtenAs(secret), ...(secret.match(/[\p{L}\p{N}]{8,}/gu) ?? [])];
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Headers, parameters and fields whose values are secrets, by their names. */
const secretName =
  /auth|token|secret|passw|api-?_?key|cookie|credential|assertion|signature|^(key|sig|code|code_verifier)$/i;

/** Whether what bears this name is a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/**
 * The values that nobody may see, by their names: of headers also without the scheme before them, and what a basic login is made of.
 *
 * @example
 * redact(message, secretsOf(request.headers));
 */
export function secretsOf(values: Iterable<readonly [name: string, value: unknown]>): string[] {
  const found: string[] = [];
  for (const [name, value] of values) {
    if (typeof value !== 'string' || !isSecretName(name)) continue;
    const bare = value.slice(value.indexOf(' ') + 1);
    found.push(value, bare);
    if (/^basic /i.test(value)) found.push(...loginIn(bare));
  }
  return found;
}

function loginIn(encoded: string): string[] {
  try {
    const login = atob(encoded);
    return [login, login.slice(login.indexOf(':') + 1)];
  } catch {
    return [];
  }
}
