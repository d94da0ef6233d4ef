import { instantOf } from '../../../core/clock.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Page, PageOptions } from '../../../core/page.js';
import type { Offers } from '../../connector.js';
import { access } from './access.js';
import { type LogPosition, readLogCursor, writeLogCursor } from './log-cursor.js';
import { type LogEntry, logFields } from './log-fields.js';
import { ownPeople, profileOf } from './log-people.js';
import { hashOf, type LogRow, logBytes, logRows } from './log-source.js';
import { logbookNetwork } from './logbook-network.js';
import { observeRow, textOf } from './observe-row.js';
import { type LogbookOptions, readLogbookOptions } from './options.js';

export type { Delimiter } from '../../../core/table/delimiter.js';
export type { Encoding } from '../../../core/table/encoding.js';
export type { LogField } from './log-fields.js';
export type { LogbookOptions } from './options.js';
export { logbookNetwork };

const mostPerPage = 1000;

/** A log that is being read, between two pages. */
interface Reading {
  rows: AsyncGenerator<LogRow, void, void>;
  /** How often rows without an id were met, by their content. */
  met: Map<string, number>;
  position: LogPosition;
}

/**
 * Reads a log of calls, meetings, webinars, letters, anything: a CSV file or one with a JSON object a line.
 *
 * A row is known by its id, else by its content and how often that was met, so that reading a log again doubles nothing;
 * a row with an id whose content changes is a new wording. Rows that can not be read are `rejected` with their lines.
 *
 * @throws KenningError `invalid` for an unknown option or a log without times or people, `not-found`, `too-large`.
 * @example
 * const calls = logbook({ file: 'calls.csv', own: ['@example.com'], zone: 'Europe/Berlin' });
 * for await (const page of walk((options) => calls.interactions(options))) console.log(page.items.length);
 */
export function logbook(options: LogbookOptions): Offers<'interactions' | 'own' | 'access'> {
  const settings = readLogbookOptions(options);
  const { isOwn, people } = ownPeople(settings.own);
  const { realm, clock } = settings;
  let kept: (Reading & { cursor: string }) | undefined;

  /** Nothing when there is nothing new. */
  async function open(cursor: string | undefined, signal: AbortSignal | undefined): Promise<Reading | undefined> {
    if (cursor !== undefined && kept?.cursor === cursor) return kept;
    const bytes = await logBytes(settings);
    const now = { size: bytes.length, check: await hashOf(bytes), isRead: false };
    const before = cursor === undefined ? undefined : readLogCursor(cursor);
    const reading = (position: LogPosition) => ({ rows: logRows(bytes, settings, signal), met: new Map(), position });
    if (!before) return reading({ ...now, line: 0, isRewritten: false });
    if (before.check === now.check) return before.isRead ? undefined : reading(before);
    const isAppended = before.size <= bytes.length && (await hashOf(bytes.slice(0, before.size))) === before.check;
    if (!isAppended) return reading({ ...now, line: 0, isRewritten: true });
    // A last line that had no end may have been half written.
    const wasEnded = /[\r\n]/.test(String.fromCharCode(bytes[before.size - 1] ?? 0));
    return reading({ ...before, ...now, line: before.line - (wasEnded ? 0 : 1) });
  }

  async function interactions({ cursor, limit = 200, signal }: PageOptions = {}): Promise<Page<Observed>> {
    signal?.throwIfAborted();
    const reading = await open(cursor, signal);
    kept = undefined;
    const page: Page<Observed> = { items: [], rejected: [] };
    if (!reading) return page;
    const { rows, met, position } = reading;
    const wanted = Math.min(Math.max(1, limit), mostPerPage);
    let line = position.line;
    let isOver = false;
    for (let taken = 0; taken < wanted; ) {
      const next = await rows.next();
      isOver = next.done === true;
      if (next.done) break;
      const row = next.value;
      const names = 'entry' in row ? await namesOf(row.entry, met) : undefined;
      if (row.line <= position.line) continue;
      line = Math.max(line, row.line);
      taken += 1;
      if ('rejected' in row || !names) page.rejected.push('rejected' in row ? row.rejected : { reason: 'unreadable' });
      else {
        const { observed, reason } = observeRow(
          row.entry,
          { ...names, isRewritten: position.isRewritten, isOwn },
          settings,
        );
        if (observed) page.items.push(observed);
        if (reason) page.rejected.push({ reason, at: `line ${row.line}` });
      }
    }
    const place = { ...position, line, isRewritten: position.isRewritten && !isOver, isRead: isOver };
    const next = writeLogCursor(place);
    if (!isOver) kept = { rows, met, position: { ...position, line }, cursor: next };
    return { ...page, next };
  }

  return {
    contract: 1,
    network: logbookNetwork,
    ...(realm && { realm }),
    access: ({ signal } = {}) => access(settings, signal),
    interactions,
    own: async (call = {}) => {
      call.signal?.throwIfAborted();
      const at = instantOf(clock);
      return people.map((person) => profileOf(person, { own: true, at, realm }));
    },
  };
}

/** The id of a row and of its wording. What is in columns that no field stands in makes no difference. */
async function namesOf(entry: LogEntry, met: Map<string, number>): Promise<{ id: string; version: string }> {
  const said = logFields.map((field) => (field === 'id' ? '' : (entry[field] ?? '')));
  const content = (await hashOf(new TextEncoder().encode(JSON.stringify(said)))).slice(0, 32);
  const own = textOf(entry.id);
  if (own && own.length <= 1000) return { id: own, version: content };
  const count = (met.get(content) ?? 0) + 1;
  met.set(content, count);
  return { id: `row ${content} ${count}`, version: content };
}
