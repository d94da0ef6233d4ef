import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { deduplication, trainedModel } from '../../identity/dedupe.js';
import { evaluateClusters } from '../../identity/evaluate.js';
import { atOnce } from '../files/at-once.js';
import { deliver } from '../files/deliver.js';
import { openTable, readInput, warnOfRepeatedIds } from '../files/input.js';
import { columnChoice, gathered, probability } from '../files/options.js';
import { checkOutput } from '../files/output.js';
import { readModel } from '../files/read-model.js';
import { type Terminal, terminal } from '../terminal.js';

interface DedupeFlags {
  id?: string;
  out?: string;
  column: Record<string, string>;
  ignore: string[];
  truth?: string;
  threshold?: number;
  precision?: number;
  model?: string;
  saveModel?: string;
}

const examples = `
Examples:
  kenning dedupe records.csv --id "Record ID" --out clusters.csv
  kenning dedupe records.csv --id id --column "Handy=phone" --ignore notes > clusters.csv
  kenning dedupe records.csv --id id --truth cluster --json --out clusters.csv
  kenning dedupe new.csv --id id --model last-year.json --out clusters.csv

Output: id,cluster_id; one row a record, in their order. Records of one cluster_id are one person or organization.`;

/** `kenning dedupe`: which records are one? */
export function dedupeCommand(program: Command, signal: AbortSignal): void {
  program
    .command('dedupe')
    .argument('<records>', 'a table of people or organizations')
    .description('find which records of a file are the same person or organization')
    .option('--id <column>', 'the column with the ids of the records; else it is found, or they are numbered')
    .option('--out <file>', 'write the clusters here; else to the standard output, as with -')
    .option('--column <header=kind>', 'what a column holds (repeatable)', columnChoice, {})
    .option('--ignore <column>', 'a column that is not read (repeatable)', gathered, [])
    .option('--truth <column>', 'a column with the right cluster, to report precision, recall and F1')
    .option('--threshold <probability>', 'from here on records are put together; else 0.5', probability)
    .option(
      '--precision <share>',
      'the share of all pairs put together that must be right, instead of --threshold',
      probability,
    )
    .option('--model <file>', 'a model that --save-model wrote; else one is learned from these records')
    .option('--save-model <file>', 'keep the model that was learned; it holds no value of a record')
    .addHelpText('after', examples)
    .action(async (records: string, flags: DedupeFlags) => {
      const { json } = program.opts<{ json: boolean }>();
      await dedupeFile(records, flags, terminal({ json, signal }), json);
    });
}

async function dedupeFile(path: string, flags: DedupeFlags, screen: Terminal, json: boolean): Promise<void> {
  const { out, truth } = flags;
  if (out !== undefined && out !== '-') await checkOutput('--out', out, [path]);
  if (flags.saveModel !== undefined) await checkOutput('--save-model', flags.saveModel, [path]);
  const given = flags.model === undefined ? undefined : await readModel(flags.model);
  const input = await readInput(
    await openTable(path, screen),
    {
      kind: 'contact',
      needs: [
        'name',
        'given-name',
        'family-name',
        'email',
        'phone',
        'handle:',
        'website',
        'organization',
        'national-id',
      ],
      flag: '--column',
      columns: flags.column,
      ignore: flags.ignore,
      id: flags.id,
      truth,
      label: ({ draft }) => draft.externalId,
    },
    screen,
  );
  warnOfRepeatedIds(input.labels, path, screen);
  screen.say(`Comparing ${input.records.length} records …`);
  const found = await atOnce(() => {
    const model = given ?? (flags.saveModel === undefined ? undefined : trainedModel(input.records));
    const { records, expectedPrecision } = deduplication(input.records, {
      ...(model && { model }),
      ...(flags.threshold !== undefined && { linkAt: flags.threshold }),
      ...(flags.precision !== undefined && { precision: flags.precision }),
    });
    return { clusters: records, expectedPrecision, model };
  }, screen.signal);
  if (flags.saveModel !== undefined) await writeFile(flags.saveModel, `${JSON.stringify(found.model, null, 1)}\n`);
  const clusters = found.clusters.map(({ cluster }) => cluster);
  const evaluation =
    truth === undefined
      ? undefined
      : // Where the file says no cluster, the record is alone.
        evaluateClusters(
          clusters,
          input.truth.map((cluster, place) => cluster || place),
        );
  const count = new Set(clusters).size;
  const wrong = (100 * (1 - found.expectedPrecision)).toFixed(1);
  screen.say(
    `${input.records.length} records are ${count} people and organizations. Of the pairs put together about ${wrong} % are expected to be wrong.`,
  );
  await deliver(
    {
      header: ['id', 'cluster_id'],
      rows: rowsOf(input.labels, clusters),
      summary: { records: input.records.length, clusters: count, expectedPrecision: found.expectedPrecision },
      listed: 'records',
      evaluation,
      inputs: [input],
    },
    { out, json, screen },
  );
}

function* rowsOf(ids: readonly string[], clusters: readonly number[]): Generator<string[], void, void> {
  for (const [place, id] of ids.entries()) yield [id, String(clusters[place])];
}
