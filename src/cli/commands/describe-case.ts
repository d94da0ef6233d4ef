import type { CaseView } from '../../channels/casework/casework.js';
import type { Forecast } from '../../channels/casework/forecast.js';
import type { InboxEntry } from '../../channels/casework/inbox.js';
import type { Case, CaseClock } from '../../core/model/case.js';
import type { Kenning } from '../../kenning-contract.js';
import { oneLine } from './describe.js';

/** Cases as a table: when each is due, whose it is, who said what. */
export async function casesTable(app: Kenning, entries: readonly InboxEntry[]): Promise<string> {
  const rows = await Promise.all(
    entries.map(async (entry) => {
      const { case: one, leftMs, isPromised } = entry;
      const left = isPromised ? spelled(leftMs) : '-';
      return [one.id, left, one.status, one.priority, one.team, one.assignee ?? '-', await saidIn(app, entry)];
    }),
  );
  if (rows.length === 0) return '';
  const lines = [['case', 'left', 'status', 'priority', 'team', 'with', 'who and what'], ...rows];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length))) ?? [];
  return lines
    .map((line) =>
      line.map((cell, column) => (column === line.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  '),
    )
    .join('\n');
}

export function caseLine({ id, status, priority, team, assignee }: Case): string {
  return [id, status, priority, team, assignee ?? '-'].join('  ');
}

/** A case with why it was opened, why it stands where it stands, its promises and its history. */
export async function describeCase(app: Kenning, view: CaseView): Promise<string> {
  const { case: one, reasons, events, crm = [] } = view;
  const facts = one.opening?.reasons.map(({ fact, value }) => `${fact} ${oneLine(String(value), 40)}`) ?? [];
  return [
    `${caseLine(one)}  ${await saidIn(app, view)}`,
    `  opened by ${oneLine(one.openedBy)}${facts.length > 0 ? `: ${facts.join(', ')}` : ''}`,
    ...reasons.map(({ factor, of, hours }) => `  ${factor} ${of}: as though due ${hours.toFixed(1)} hours earlier`),
    ...one.clocks.map((clock) => `  ${describeClock(clock)}`),
    ...crm.map(({ source, externalId, status }) => `  in ${source}: ${oneLine(externalId)}, ${oneLine(status)}`),
    ...events.map(({ at, what, clock, by, to, note }) =>
      [`  ${at}`, what, clock, by?.name, to, note]
        .filter((word) => word !== undefined)
        .map((word) => oneLine(word))
        .join('  '),
    ),
  ].join('\n');
}

export function describeBreaches({ breaches, queue, minutesEach, from, measuredOn }: Forecast): string {
  const pace = from === 'measured' ? `as in ${measuredOn} cases of late` : from;
  return [
    `${queue} cases wait, ${minutesEach.toFixed(0)} minutes each (${pace}): ${breaches.length} promises will be broken.`,
    ...breaches.map(({ entry, clock, dueAt, expectedAt, place }) =>
      [`${place}.`, entry.case.id, entry.case.team, clock, `due ${dueAt}`, `expected ${expectedAt}`].join('  '),
    ),
  ].join('\n');
}

function describeClock({ kind, isRunning, dueAt, metAt, breachedAt }: CaseClock): string {
  const now = metAt === undefined ? (isRunning ? `due ${dueAt ?? 'never'}` : 'rests') : `kept ${metAt}`;
  return `${kind}: ${now}${breachedAt === undefined ? '' : `, broken ${breachedAt}`}`;
}

async function saidIn(app: Kenning, { case: one, customer }: InboxEntry): Promise<string> {
  const [view, said] = [await app.customer(customer), await app.interaction(one.interaction)];
  const name =
    view && view !== 'erased' ? (view.golden.attributes.name ?? view.golden.identifiers[0]?.value) : undefined;
  const { title, text = '' } = said?.interaction.content ?? {};
  return `${oneLine(name ?? '(nobody named)', 40)}: ${oneLine([title, text].filter(Boolean).join(': '), 60) || '(removed)'}`;
}

/** Time that is left, or how long it is over: `2d 3h`, `-15m`. */
function spelled(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const parts = days > 0 ? [`${days}d`, `${hours}h`] : hours > 0 ? [`${hours}h`, `${minutes % 60}m`] : [`${minutes}m`];
  return `${ms < 0 ? '-' : ''}${parts.join(' ')}`;
}
