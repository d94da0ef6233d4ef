import { type Command, Option } from 'commander';
import { KenningError } from '../../core/errors.js';
import { csvLine } from '../../core/table/csv-line.js';
import { type SplinkExport, splinkExport } from '../../identity/splink/export/splink-export.js';
import { isSplinkModel } from '../../identity/splink/settings.js';
import { type PeopleFlags, readPeople } from '../dedupe/read-people.js';
import { atOnce } from '../files/at-once.js';
import { columnChoice, gathered } from '../files/options.js';
import { checkOutput, writeWholeFile } from '../files/output.js';
import { readModel } from '../files/read-model.js';
import { type Terminal, terminal } from '../terminal.js';

interface ModelFlags extends PeopleFlags {
  out?: string;
  records?: string;
  table?: string;
}

const examples = `
Examples:
  kenning model --to splink kenning.json --records people.csv --id id --out splink.json --table table.csv
  kenning model --to splink kenning.json > splink.json

splink.json are settings of Splink 5 for DuckDB; their SQL reads table.csv, and gives each pair the weight that kenning gives it.
In Python:
  db.execute("create table people as select * from read_csv('table.csv', all_varchar = true, nullstr = '')")`;

/** `kenning model`: a model for another system. */
export function modelCommand(program: Command, signal: AbortSignal): void {
  program
    .command('model')
    .argument('<model>', 'a model that `kenning dedupe --save-model` wrote')
    .description('write a model for another system, with what that can not say')
    .addOption(new Option('--to <system>', 'whose form it is written in').choices(['splink']).makeOptionMandatory())
    .option('--out <file>', 'write the settings here; else to the standard output, as with -')
    .option('--records <file>', 'the records that it is for, to write --table and the blocking rules')
    .option('--table <file>', 'write the table of derived columns that the settings read')
    .option('--id <column>', 'the column with the ids of the records; else it is found, or they are numbered')
    .option('--column <header=kind>', 'what a column of the records holds (repeatable)', columnChoice, {})
    .option('--ignore <column>', 'a column of the records that is not read (repeatable)', gathered, [])
    .addHelpText('after', examples)
    .action(async (model: string, flags: ModelFlags) => {
      const { json } = program.opts<{ json: boolean }>();
      await writeModel(model, flags, terminal({ json, signal }));
    });
}

async function writeModel(path: string, flags: ModelFlags, screen: Terminal): Promise<void> {
  const { out = '-', records, table } = flags;
  if ((records === undefined) !== (table === undefined))
    throw new KenningError('invalid', '--records and --table go together: the table is made of the records.');
  const read = [path, ...(records === undefined ? [] : [records])];
  if (out !== '-') await checkOutput('--out', out, read);
  if (table !== undefined) await checkOutput('--table', table, [...read, out]);
  const model = await readModel(path);
  if (isSplinkModel(model)) throw new KenningError('invalid', `${path} is a model of Splink's already.`);
  const input = records === undefined ? undefined : await readPeople(records, flags, false, screen);
  const made = await atOnce(() => splinkExport(model, { ...(input && { records: input.records }) }), screen.signal);
  const settings = `${JSON.stringify(made.settings, null, 1)}\n`;
  if (out === '-') process.stdout.write(settings);
  else {
    await writeWholeFile(out, [settings], screen.signal);
    screen.say(`The settings are written to ${out}.`);
  }
  if (table !== undefined && made.table) {
    await writeWholeFile(table, linesOf(made.table), screen.signal);
    screen.say(`The table is written to ${table}. All of it is text, and empty is null.`);
  }
  const lists = made.settings.blocking_rules_to_generate_predictions.flatMap(
    ({ arrays_to_explode: names = [] }) => names,
  );
  if (lists.length > 0) screen.say(`Split at |, with string_split: ${lists.join(', ')}.`);
  screen.say(['SQL can not say:', ...made.unsaid].join('\n  '));
}

/** What stands in it is read by SQL alone, and stays as it is. */
function* linesOf({ header, rows }: NonNullable<SplinkExport['table']>): Generator<string, void, void> {
  yield `${csvLine(header)}\n`;
  for (const row of rows()) yield `${csvLine(row)}\n`;
}
