import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { KenningError } from '../../core/errors.js';
import type { AnsweredPair } from '../../identity/answered-pairs.js';
import type { Deduplication } from '../../identity/dedupe.js';
import { evaluateClusters } from '../../identity/evaluate.js';
import { isSplinkModel } from '../../identity/splink/settings.js';
import { dedupeBySplink } from '../dedupe/dedupe-by-splink.js';
import { checkDedupeFiles, type DedupeFiles, needsCells, truthOf, writeDedupeFiles } from '../dedupe/dedupe-files.js';
import { describeBlocking } from '../dedupe/describe-blocking.js';
import { describeTraining } from '../dedupe/describe-training.js';
import { openPeople } from '../dedupe/open-people.js';
import { readAnswers } from '../dedupe/read-answers.js';
import type { PeopleFlags } from '../dedupe/read-people.js';
import { deliver } from '../files/deliver.js';
import { inUsualThreads } from '../files/in-threads.js';
import { columnChoice, gathered, probability, threadCount, wholeNumber } from '../files/options.js';
import { checkOutput } from '../files/output.js';
import { readModel } from '../files/read-model.js';
import { type Terminal, terminal } from '../terminal.js';

interface DedupeFlags extends DedupeFiles, PeopleFlags {
  out?: string;
  threshold?: number;
  precision?: number;
  model?: string;
  saveModel?: string;
  decisions: string[];
  threads?: number;
  decisionsOnly?: boolean;
}

const examples = `
Examples:
  kenning dedupe records.csv --id "Record ID" --out clusters.csv
  kenning dedupe records.csv --id id --column "Handy=phone" --ignore notes > clusters.csv
  kenning dedupe records.csv --id id --truth cluster --json --out clusters.csv
  kenning dedupe new.csv --id id --model last-year.json --out clusters.csv
  kenning dedupe records.csv --id id --review pairs.csv --out clusters.csv
  kenning dedupe records.csv --id id --decisions pairs.csv --merged clean.csv --plan merges.csv --out clusters.csv

Output: id,cluster_id, parted as RECORDS is; one row a record, in their order. Records of one cluster_id are one person or organization.`;

const mostTold = 20;

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
    .option('--model <file>', 'a model that --save-model or Splink wrote; else one is learned from these records')
    .option('--save-model <file>', 'keep the model that was learned; it holds no value of a record')
    .option('--merged <file>', 'write one row a cluster, the best that its rows say together')
    .option('--review <file>', 'write the pairs that a person should look at, with an empty column `answer`')
    .option('--review-limit <n>', 'the most pairs in --review', wholeNumber, 200)
    .option('--decisions <file>', 'answers to --review, yes or no, that go before all else (repeatable)', gathered, [])
    .option('--decisions-only', 'learn the model from --decisions alone, and from how strangers agree')
    .option('--lost <file>', 'write the pairs that --truth puts together and kenning did not, and why')
    .option('--lost-limit <n>', 'the most pairs in --lost', wholeNumber, 1000)
    .option('--plan <file>', 'write which record is to be merged into which, for `kenning merge`')
    .option('--threads <n>', 'how many threads work at it; else as many as the machine has where it pays', threadCount)
    .addHelpText('after', examples)
    .action(async (records: string, flags: DedupeFlags) => {
      const { json } = program.opts<{ json: boolean }>();
      await dedupeFile(records, flags, terminal({ json, signal }), json);
    });
}

async function dedupeFile(path: string, flags: DedupeFlags, screen: Terminal, json: boolean): Promise<void> {
  const { out, truth } = flags;
  if (flags.decisionsOnly && (flags.decisions.length === 0 || flags.model !== undefined))
    throw new KenningError(
      'invalid',
      '--decisions-only learns from --decisions. Name a file there, and leave out --model.',
    );
  if (out !== undefined && out !== '-') await checkOutput('--out', out, [path, ...flags.decisions]);
  const files = [path, ...flags.decisions];
  await checkDedupeFiles(flags, [...files, ...[out, flags.saveModel].filter((name) => name !== undefined)]);
  if (flags.saveModel !== undefined) await checkOutput('--save-model', flags.saveModel, [path]);
  const given = flags.model === undefined ? undefined : await readModel(flags.model);
  if (isSplinkModel(given)) {
    refuseBeside(flags);
    return dedupeBySplink(path, given, flags, { screen, json });
  }
  const answers = await readAnswers(flags.decisions, screen);
  const people = await openPeople(path, flags, { keepsCells: needsCells(flags), threads: flags.threads }, screen);
  const { ids, input } = people;
  screen.say(`Comparing ${ids.length} records …`);
  const steps = people.clusters({
    answers,
    ...(flags.decisionsOnly && { answersAlone: true }),
    ...(given && { model: given }),
    ...(flags.threshold !== undefined && { linkAt: flags.threshold }),
    ...(flags.precision !== undefined && { precision: flags.precision }),
  });
  const found = await inUsualThreads(steps, { records: ids.length, threads: flags.threads }, screen);
  if (flags.saveModel !== undefined) await writeFile(flags.saveModel, `${JSON.stringify(found.model, null, 1)}\n`);
  const { clusters } = found;
  const evaluation = truth === undefined ? undefined : evaluateClusters(clusters, truthOf(people));
  const count = new Set(clusters).size;
  const wrong = (100 * (1 - found.expectedPrecision)).toFixed(1);
  screen.say(
    `${ids.length} records are ${count} people and organizations. Of the pairs put together about ${wrong} % are expected to be wrong.`,
  );
  for (const line of describeBlocking(found.blocking)) screen.say(line);
  if (!given) for (const line of describeTraining(found.model.training)) screen.say(line);
  tellOfAnswers(answers, found.answers, screen);
  if (input) await writeDedupeFiles(flags, { input, found, answers }, screen);
  await deliver(
    {
      header: ['id', 'cluster_id'],
      delimiter: people.delimiter,
      rows: rowsOf(ids, clusters),
      summary: {
        records: ids.length,
        clusters: count,
        expectedPrecision: found.expectedPrecision,
        training: found.model.training,
        blocking: found.blocking,
      },
      listed: 'records',
      evaluation,
      inputs: [people],
    },
    { out, json, screen },
  );
}

/** What needs a model of kenning's own. */
function refuseBeside({ column, ignore, decisions, ...flags }: DedupeFlags): void {
  const given = [
    ...(['precision', 'saveModel', 'merged', 'review', 'plan', 'lost'] as const).filter(
      (name) => flags[name] !== undefined,
    ),
    ...(Object.keys(column).length > 0 ? ['column'] : []),
    ...(ignore.length > 0 ? ['ignore'] : []),
    ...(decisions.length > 0 ? ['decisions'] : []),
  ];
  if (given.length === 0) return;
  const named = given.map((name) => `--${name === 'saveModel' ? 'save-model' : name}`).join(', ');
  throw new KenningError(
    'unsupported',
    `--model is one that Splink saved, and ${named} can not be used with it. Leave ${given.length === 1 ? 'it' : 'them'} out, or let kenning learn a model.`,
  );
}

function tellOfAnswers(
  answers: readonly AnsweredPair[],
  { contradicting, elsewhere, disputed }: Deduplication['answers'],
  { say }: Terminal,
): void {
  if (answers.length === 0) return;
  say(`${answers.length - contradicting.length - elsewhere} answers were used.`);
  for (const ids of disputed.slice(0, mostTold))
    say(`As many say yes to ${ids.join(' and ')} as say no; nothing is made of it.`);
  if (elsewhere > 0) say(`${elsewhere} answers are about ids that this file does not have, or has in several rows.`);
  for (const { ids } of contradicting.slice(0, mostTold))
    say(`The yes to ${ids.join(' and ')} contradicts a no and was not used. Mend one of the two.`);
  if (contradicting.length > mostTold) say(`${contradicting.length - mostTold} more like these.`);
}

function* rowsOf(ids: readonly string[], clusters: readonly number[]): Generator<string[], void, void> {
  for (const [place, id] of ids.entries()) yield [id, String(clusters[place])];
}
