/**
 * A date in digits as `YYYY-MM-DD`, or `undefined` when it has no such shape. It may be impossible (`1770-81-01`): a
 * slip of a key is still worth comparing, and {@link isCalendarDate} tells.
 *
 * @example
 * normalizeDate('1860-2-1') // '1860-02-01'
 * normalizeDate('19081209') // '1908-12-09'
 */
export function normalizeDate(text: string): string | undefined {
  const trimmed = text.slice(0, 40).trim();
  const parts =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(trimmed) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(trimmed);
  if (!parts) return undefined;
  const [, year, month, day] = parts as unknown as [string, string, string, string];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Whether a normalized date is in the calendar. */
export function isCalendarDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
