const longest = 300;

/**
 * A text of another system that may stand in an error message: without the secrets that were sent, tokens, addresses of
 * mail, query strings and control characters, and cut to 300 characters.
 */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let safe = text.slice(0, 100_000);
  for (const secret of [...secrets].sort((one, other) => other.length - one.length))
    if (secret.length > 3) safe = safe.replaceAll(secret, '…');
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

/** Headers, parameters and fields whose values are secrets, by their names. */
const secretName =
  /auth|token|secret|passw|api-?_?key|cookie|credential|assertion|signature|^(key|sig|code|code_verifier)$/i;

/**
 * The values that nobody may see, by their names: of headers also without the scheme before them, and what a basic login is made of.
 *
 * @example
 * redact(message, secretsOf(request.headers));
 */
export function secretsOf(values: Iterable<readonly [name: string, value: unknown]>): string[] {
  const found: string[] = [];
  for (const [name, value] of values) {
    if (typeof value !== 'string' || !secretName.test(name)) continue;
    const bare = value.slice(value.indexOf(' ') + 1);
    found.push(value, bare, encodeURIComponent(bare));
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
