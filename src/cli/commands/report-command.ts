import { basename } from 'node:path';
import type { Command } from 'commander';
import { KenningError } from '../../core/errors.js';
import { restore } from '../../core/table/formulas.js';
import { identityReport } from '../../identity/report/identity-report.js';
import { mostShown } from '../../identity/report/shown-records.js';
import { isSplinkModel } from '../../identity/splink/settings.js';
import { type PeopleFlags, readPeople } from '../dedupe/read-people.js';
import { atOnce } from '../files/at-once.js';
import { columnChoice, gathered, probability, searchChoice } from '../files/options.js';
import { checkOutput, writeWholeFile } from '../files/output.js';
import { readModel } from '../files/read-model.js';
import { completenessOf } from '../report/completeness.js';
import { reportPage } from '../report/report-page.js';
import { type Terminal, terminal } from '../terminal.js';
import { oneLine } from './describe.js';

interface ReportFlags extends PeopleFlags {
  out: string;
  threshold?: number;
  precision?: number;
  model?: string;
  show: string[];
  text?: string;
  timestamp: string;
  zone: string;
  voice: Record<string, string>;
  target?: string[];
}

const examples = `
Examples:
  kenning report records.csv --id id --out report.html
  kenning report records.csv --id id --truth cluster --precision 0.99 --out report.html
  kenning report records.csv --id id --model last-year.json --show 1017 --show 2044 --out report.html
  kenning report posts.csv --text text --timestamp date --voice ours=acme --voice "theirs=globex OR #globex" --out report.html
  kenning report posts.csv --text text --target Acme --target @acmehelp --out report.html

The page needs no network. It holds values of the records that can be looked at in it: keep it as you keep the file.`;

/** `kenning report`: pictures of what deduplicating a file comes to, and why. */
export function reportCommand(program: Command, signal: AbortSignal): void {
  program
    .command('report')
    .argument('<file>', 'a table of people or organizations; with --text of posts')
    .description('draw on one page what deduplicating a file comes to, and why, or what posts say over time')
    .requiredOption('--out <file>', 'write the page here, as HTML')
    .option('--id <column>', 'the column with the ids of the records; else it is found, or they are numbered')
    .option('--column <header=kind>', 'what a column holds (repeatable)', columnChoice, {})
    .option('--ignore <column>', 'a column that is not read (repeatable)', gathered, [])
    .option('--truth <column>', 'a column with the right cluster, to draw precision and recall')
    .option('--threshold <probability>', 'from here on records are put together; else 0.5', probability)
    .option('--precision <share>', 'the share of all pairs put together that must be right, instead', probability)
    .option(
      '--model <file>',
      'a model that --save-model wrote, else one is learned; of posts one that `kenning train` wrote',
    )
    .option('--show <id>', `a record to look at, where there are more than ${mostShown} (repeatable)`, gathered, [])
    .option('--text <column>', 'the column with the texts: the file is one of posts')
    .option('--timestamp <column>', 'of posts: the column with the times', 'timestamp')
    .option('--zone <zone>', 'of posts: the zone of times that say none, such as Europe/Berlin', 'UTC')
    .option('--voice <name=query>', 'of posts: a search whose share is drawn (repeatable)', searchChoice, {})
    .option('--target <name...>', 'of posts: names and handles of the brand that they are about')
    .addHelpText('after', examples)
    .action(async (path: string, { text, ...flags }: ReportFlags) => {
      const { json } = program.opts<{ json: boolean }>();
      const screen = terminal({ json, signal });
      if (text === undefined) return reportRecords(path, flags, screen);
      refuseOfRecords(flags);
      const { reportPosts } = await import('../report/posts-report.js');
      return reportPosts(path, { ...flags, text }, screen);
    });
}

/** What says nothing of posts. */
function refuseOfRecords({ column, ...flags }: Omit<ReportFlags, 'text'>): void {
  const given = (['id', 'truth', 'threshold', 'precision', 'show', 'ignore'] as const).filter((name) => {
    const value = flags[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  });
  const [first] = [...given, ...(Object.keys(column).length > 0 ? ['column'] : [])];
  if (first !== undefined)
    throw new KenningError(
      'invalid',
      `--${first} is of records, and --text says that the file is one of posts. Leave one out.`,
    );
}

async function reportRecords(path: string, flags: ReportFlags, screen: Terminal): Promise<void> {
  const { out, truth, threshold, precision } = flags;
  const read = [path, ...(flags.model === undefined ? [] : [flags.model])];
  await checkOutput('--out', out, read);
  const model = flags.model === undefined ? undefined : await readModel(flags.model);
  if (isSplinkModel(model))
    throw new KenningError(
      'unsupported',
      '--model is one that Splink saved, and a report is drawn of models of kenning alone. Leave it out, or give one that `kenning dedupe --save-model` wrote.',
    );
  const input = await readPeople(path, flags, true, screen);
  const ids = input.records.map(({ externalId }) => externalId);
  const wanted = placesOf(ids, flags.show, path);
  screen.say(`Comparing ${input.records.length} records …`);
  const drawn = await atOnce(
    () =>
      identityReport(input.records, {
        wanted,
        ...(model && { model }),
        ...(threshold !== undefined && { linkAt: threshold }),
        ...(precision !== undefined && { precision }),
        // Where the file says no cluster, the record is alone.
        ...(truth !== undefined && { truth: input.truth.map((cluster, place) => cluster || place) }),
      }),
    screen.signal,
  );
  const columns = input.columns.filter(({ kind, header }) => kind !== 'id' && kind !== 'ignore' && header !== truth);
  const page = reportPage({
    title: `kenning report: ${oneLine(basename(path))}`,
    report: drawn,
    completeness: completenessOf(columns, input.labels),
    cells: {
      columns: columns.map(({ header }) => header),
      idOf: (row) => ids[row] as string,
      cellsOf: (row) => columns.map(({ place }) => restore(input.labels[row]?.[place] ?? '')),
    },
  });
  await writeWholeFile(out, [page], screen.signal);
  const { records, clusters, expectedPrecision, linkAt, evaluation } = drawn;
  screen.print(`${records} records are ${clusters} people and organizations. Drawn in ${out}.`, {
    records,
    clusters,
    linkAt,
    expectedPrecision,
    ...(evaluation && { evaluation }),
    out,
  });
}

function placesOf(ids: readonly string[], wanted: readonly string[], path: string): number[] {
  const places = new Map(ids.map((id, place) => [id, place]));
  return wanted.map((id) => {
    const place = places.get(id);
    if (place === undefined)
      throw new KenningError('not-found', `${path} has no record "${oneLine(id)}", which --show names.`);
    return place;
  });
}
