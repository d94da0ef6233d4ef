/**
 * A time in a header, in milliseconds since 1970: servers write seconds from now, seconds or milliseconds since 1970, an HTTP date or
 * an ISO instant.
 */
export function timeOf(text: string | null | undefined, now: number): number | undefined {
  if (!text) return undefined;
  const number = Number(text);
  if (Number.isFinite(number)) {
    if (number > 1e11) return number;
    return number > 1e9 ? number * 1000 : now + Math.max(0, number) * 1000;
  }
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
