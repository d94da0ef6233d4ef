const longest = 300;

/**
 * A text of another system that may stand in an error message: without the secrets that were sent, tokens, query strings
 * and control characters, and cut to 300 characters.
 */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let safe = text.slice(0, 100_000);
  for (const secret of secrets) if (secret.length > 3) safe = safe.replaceAll(secret, '…');
  safe = safe
    .slice(0, 2000)
    .replace(/\b(bearer|basic|dpop)\s+[\w.~+/=-]+/gi, '$1 …')
    .replace(/\beyJ[\w-]{5,}(?:\.[\w-]*){0,4}/g, '…')
    .replace(/(\b[a-z]{2,8}:\/\/[^\s?#"'<>]{1,500})[?#][^\s"'<>]*/gi, '$1')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return safe.length > longest ? `${safe.slice(0, longest)}…` : safe;
}

/** The parts of headers that nobody may see: their values, also without the scheme before them. */
export function secretsOf(headers: Readonly<Record<string, string>>): string[] {
  return Object.values(headers).flatMap((value) => [value, value.slice(value.indexOf(' ') + 1)]);
}
