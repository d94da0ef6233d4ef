import { textIn } from './contact-of.js';
import { moment, type Row } from './views.js';

/** A field as an instant: a moment, or a day's noon, which is that day almost everywhere. */
export function instantIn(row: Row, field: string): string | undefined {
  const text = textIn(row, field);
  if (text === undefined) return undefined;
  return moment.safeParse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T12:00:00.000Z` : text).data;
}
