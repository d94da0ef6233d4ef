import type { Instant } from '../../../core/model/instant.js';
import { parseDate } from '../../../core/text/parse-date.js';

const dayMs = 86_400_000;
/** The format of mail is of August 1982 (RFC 822). A date before it tells of a clock that was never set: 1970, 1980. */
const earliest = '1982-08-13T00:00:00.000Z';

export interface KnownTimes {
  /** When the file was last changed, or the mail was got. */
  fileAt: Instant;
  now: Instant;
}

/**
 * When a mail was sent: its `Date`; when that is missing, no date, or more than a day after it arrived (without a trace
 * of its arrival: after now), then when it arrived: the uppermost `Received`, which our own server wrote, else when its
 * file was last changed.
 *
 * @param received - The headers `Received`, uppermost first.
 */
export function sentAt(date: string | undefined, received: readonly string[], { fileAt, now }: KnownTimes): Instant {
  const plausible = (at: Instant | undefined, latest: Instant): at is Instant =>
    at !== undefined && at > earliest && Date.parse(at) <= Date.parse(latest) + dayMs;
  const arrived = received.map(receivedAt).find((at) => plausible(at, now));
  const said = parseDate(date);
  return plausible(said, arrived ?? now) ? said : (arrived ?? fileAt);
}

/** `Received: from … by … ; date`. */
function receivedAt(header: string): Instant | undefined {
  const semicolon = header.lastIndexOf(';');
  return semicolon < 0 ? undefined : parseDate(header.slice(semicolon + 1));
}
