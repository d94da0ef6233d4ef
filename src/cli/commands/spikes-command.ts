import { type Command, Option } from 'commander';
import type { SpikeAlert } from '../../channels/listening/spikes/spike-alert.js';
import { spikeDetector } from '../../channels/listening/spikes/spike-detector.js';
import { KenningError } from '../../core/errors.js';
import type { Instant } from '../../core/model/instant.js';
import { columnPlace } from '../../core/table/columns/detect-columns.js';
import { type OpenedTable, openTable } from '../files/input.js';
import { wholeNumber } from '../files/options.js';
import { checkOutput, printTable, writeTableFile } from '../files/output.js';
import { duration } from '../spikes/duration.js';
import { leavesOutZeros, rowTimes, widthOf } from '../spikes/row-times.js';
import { type Terminal, terminal } from '../terminal.js';

interface SpikesFlags {
  timestamp: string;
  value: string;
  every?: number;
  missing?: 'unknown' | 'zero';
  coolDown?: number;
  fewest?: number;
  zone: string;
  dateOrder?: 'day-first' | 'month-first';
  phases?: true;
  out?: string;
}

/** A row that can be read. */
interface CountRow {
  line: number;
  /** As it stands in the file. */
  text: string;
  at: Instant;
  count: number;
}

/** An alert with the row at which it was told. */
interface Told extends CountRow {
  alert: SpikeAlert;
  /** Of the row's bin. */
  seen: number;
  expected: number;
}

const examples = `
Examples:
  kenning spikes counts.csv
  kenning spikes counts.csv --value mentions --every 1h --phases --out alerts.csv

Output: timestamp,severity,score,expected,observed, a row for each spike that begins. The timestamp is as it stands in the
file; 1 is the least score that is told; expected and observed are of that row. With --phases also a row when one becomes
more severe and when it is over, and columns for the phase, when it was opened, the span in minutes on which it shows most
with what was expected and observed there, and the posts beyond the usual since it began.
Severity (low, medium, high, critical) is what it brought beyond the usual so far: less than the posts of an ordinary hour,
than those of six, than those of a day, or more.
Rows of one time are added up. Rows that are 12 hours late are added where they belong; later ones are left out, and
so are values below 0. Nothing is told of the first day.`;

/** `kenning spikes`: when was there more than usual? */
export function spikesCommand(program: Command, signal: AbortSignal): void {
  program
    .command('spikes')
    .argument('<counts>', 'a table of counts by time')
    .description('find spikes in counts, such as mentions every five minutes')
    .option('--timestamp <column>', 'the column with the times', 'timestamp')
    .option('--value <column>', 'the column with the counts', 'value')
    .option('--every <duration>', 'the width of a bin, such as 5m or 1h; else the usual distance of the rows', duration)
    .addOption(
      new Option(
        '--missing <meaning>',
        'what missing rows stand for; else zero where no row is 0 and many are missing',
      ).choices(['unknown', 'zero']),
    )
    .option('--cool-down <duration>', 'how long a spike must be calm before it is over; else 6h', duration)
    .option('--fewest <posts>', 'tell of no spike of fewer posts; else 4', wholeNumber)
    .option('--zone <zone>', 'the zone of times that say none, such as Europe/Berlin', 'UTC')
    .addOption(new Option('--date-order <order>', 'of dates such as 4/5/2026').choices(['day-first', 'month-first']))
    .option('--phases', 'tell also when a spike becomes more severe and when it is over')
    .option('--out <file>', 'write the alerts here; else to the standard output, as with -')
    .addHelpText('after', examples)
    .action(async (path: string, flags: SpikesFlags) => {
      const { json } = program.opts<{ json: boolean }>();
      await spikesOf(path, flags, json, terminal({ json, signal }));
    });
}

async function spikesOf(path: string, flags: SpikesFlags, json: boolean, screen: Terminal): Promise<void> {
  const { out = '-', phases = false } = flags;
  if (out !== '-') await checkOutput('--out', out, [path]);
  const opened = await openTable(path, screen);
  const told: Told[] = [];
  for await (const found of alertsIn(opened, flags)) if (phases || found.alert.phase === 'opened') told.push(found);
  opened.rejected.end();
  const written = {
    header: phases ? [...columns, ...phaseColumns] : columns,
    rows: told.map((row) => cellsOf(row, phases)),
  };
  if (json && out === '-')
    screen.print(
      '',
      told.map(({ text, line, alert }) => ({ timestamp: text, line, ...alert })),
    );
  else if (out === '-') await printTable(written, screen.signal);
  else await writeTableFile(out, written, screen.signal);
}

const columns = ['timestamp', 'severity', 'score', 'expected', 'observed'];
const phaseColumns = ['phase', 'opened', 'span_minutes', 'span_expected', 'span_observed', 'excess'];

function cellsOf({ text, alert, seen, expected }: Told, phases: boolean): string[] {
  const figure = (value: number, digits = 2) => String(Number(value.toFixed(digits)));
  const cells = [text, alert.severity, figure(alert.score, 3), figure(expected), figure(seen)];
  if (!phases) return cells;
  const { phase, openedAt, spanMs, excess } = alert;
  return [
    ...[...cells, phase, openedAt, figure(spanMs / 60_000)],
    ...[figure(alert.expected), figure(alert.seen), figure(excess)],
  ];
}

async function* alertsIn(opened: OpenedTable, flags: SpikesFlags): AsyncGenerator<Told, void, void> {
  const { path, rejected } = opened;
  const { missing, coolDown, fewest } = flags;
  const rows = countRows(opened, flags);
  const first: CountRow[] = [];
  while (first.length < 500) {
    const { value } = await rows.next();
    if (!value) break;
    first.push(value);
  }
  const everyMs = flags.every ?? widthOf(first.map(({ at }) => at));
  if (everyMs === undefined)
    throw new KenningError(
      'invalid',
      `${path} has no two rows of different times. Say with --every how wide a bin is.`,
    );
  const detector = spikeDetector({
    everyMs,
    missing: missing ?? (leavesOutZeros(first, everyMs) ? 'zero' : 'unknown'),
    ...(coolDown !== undefined && { coolDownMs: coolDown }),
    ...(fewest !== undefined && { fewest }),
  });
  for await (const row of following(first, rows)) {
    const { refused, alerts, seen, expected } = detector.observe(row);
    if (refused !== undefined) rejected.add({ at: `line ${row.line}`, reason: refused });
    for (const alert of alerts) yield { ...row, alert, seen, expected };
  }
}

async function* following<Item>(first: readonly Item[], rest: AsyncIterable<Item>): AsyncGenerator<Item, void, void> {
  yield* first;
  yield* rest;
}

async function* countRows(
  { path, table, rejected }: OpenedTable,
  flags: SpikesFlags,
): AsyncGenerator<CountRow, void, void> {
  const timePlace = columnPlace(table.header, flags.timestamp, path);
  const valuePlace = columnPlace(table.header, flags.value, path);
  const timeOf = rowTimes(flags);
  for await (const { line, cells } of table.rows()) {
    const text = cells[timePlace] ?? '';
    const value = cells[valuePlace] ?? '';
    const time = timeOf(text);
    const count = /^[-+.\de]{1,40}$/i.test(value) ? Number(value) : Number.NaN;
    if ('reason' in time) rejected.add({ at: `line ${line}`, reason: time.reason });
    else if (Number.isNaN(count)) rejected.add({ at: `line ${line}`, reason: `its ${flags.value} is no number` });
    else yield { line, text, at: time.at, count };
  }
}
