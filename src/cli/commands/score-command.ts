import type { Command } from 'commander';
import { KenningError } from '../../core/errors.js';
import { columnPlace } from '../../core/table/columns/detect-columns.js';
import { explainPairs, type PairExplanation } from '../../identity/explain-pairs.js';
import { scorePairs } from '../../identity/score-pairs.js';
import { isSplinkModel } from '../../identity/splink/settings.js';
import { splinkModel } from '../../identity/splink/splink-model.js';
import { atOnce } from '../files/at-once.js';
import { type OpenedTable, openTable, readInput } from '../files/input.js';
import { checkOutput, printTable, writeTableFile } from '../files/output.js';
import { readModel } from '../files/read-model.js';
import { type Terminal, terminal } from '../terminal.js';

interface ScoreFlags {
  id: string;
  model: string;
  pairs: string;
  out?: string;
  explain: boolean;
}

type Pair = readonly [left: string, right: string];

const examples = `
Examples:
  kenning score people.csv --id id --model splink.json --pairs pairs.csv --out scores.csv
  kenning score people.csv --id id --model kenning.json --pairs pairs.csv > scores.csv

PAIRS has two columns of ids. A model that Splink saved is read as Splink reads it; columns that it derives must be in the
file, and a column that it takes for a list is split at |. Output: id_l,id_r,match_weight,match_probability.`;

/** `kenning score`: how likely are these pairs one? */
export function scoreCommand(program: Command, signal: AbortSignal): void {
  program
    .command('score')
    .argument('<records>', 'a table of people or organizations')
    .description('weigh pairs of records by a model of kenning or of Splink')
    .requiredOption('--id <column>', 'the column with the ids of the records')
    .requiredOption('--model <file>', 'a model that `kenning dedupe --save-model` or Splink wrote')
    .requiredOption('--pairs <file>', 'two columns of ids')
    .option('--explain', "with a model of kenning's: why, and what would have to be known to decide otherwise", false)
    .option('--out <file>', 'write the weights here; else to the standard output, as with -')
    .addHelpText('after', examples)
    .action(async (records: string, flags: ScoreFlags) => {
      await scoreFile(records, flags, terminal({ json: false, signal }));
    });
}

async function scoreFile(path: string, flags: ScoreFlags, screen: Terminal): Promise<void> {
  const { out } = flags;
  if (out !== undefined && out !== '-') await checkOutput('--out', out, [path, flags.pairs]);
  const model = await readModel(flags.model);
  const table = await openTable(path, screen);
  const pairs = await readPairs(flags.pairs, screen);
  if (flags.explain && isSplinkModel(model))
    throw new KenningError('unsupported', "--explain needs a model of kenning's, and this is one of Splink's.");
  const scores: Score[] = isSplinkModel(model)
    ? (await splinkWeights(table, flags.id, model, pairs, screen)).map((weight) => ({ weight }))
    : await ownScores(table, flags, model, pairs, screen);
  const rows = pairs.map(([left, right], at) => {
    const { weight, why } = scores[at] as Score;
    return [left, right, String(weight), String(1 / (1 + 2 ** -weight)), ...(why ? describeReasons(why) : [])];
  });
  const { delimiter } = table.table;
  const reasons = flags.explain ? ['why', 'would_decide'] : [];
  const written = { header: ['id_l', 'id_r', 'match_weight', 'match_probability', ...reasons], rows, delimiter };
  if (out === undefined || out === '-') await printTable(written, screen.signal);
  else await writeTableFile(out, written, screen.signal);
}

async function readPairs(path: string, screen: Terminal): Promise<Pair[]> {
  const { table } = await openTable(path, screen);
  if (table.header.length < 2) throw new KenningError('invalid', `${path} needs two columns of ids.`);
  const pairs: Pair[] = [];
  for await (const { cells } of table.rows()) pairs.push([cells[0] ?? '', cells[1] ?? '']);
  return pairs;
}

async function splinkWeights(
  { path, table }: OpenedTable,
  id: string,
  document: unknown,
  pairs: readonly Pair[],
  screen: Terminal,
): Promise<number[]> {
  const model = splinkModel(document);
  const idPlace = columnPlace(table.header, id, path);
  const places = model.columns.map((name) => [name, columnPlace(table.header, name, path)] as const);
  const rows = new Map<string, ReturnType<typeof model.row>>();
  for await (const { cells } of table.rows())
    rows.set(
      cells[idPlace] ?? '',
      model.row(Object.fromEntries(places.map(([name, place]) => [name, cells[place] ?? '']))),
    );
  return atOnce(() => {
    model.count(rows.values());
    return pairs.map(([left, right]) => model.score(known(rows, left, path), known(rows, right, path)).weight);
  }, screen.signal);
}

interface Score {
  weight: number;
  why?: PairExplanation;
}

const bitsOf = (bits: number): string => `${bits < 0 ? '' : '+'}${bits.toFixed(1)}`;

/** What each field tells, and what is missing that would decide. */
function describeReasons({ prior, fields, dependence, wouldDecide }: PairExplanation): [why: string, decides: string] {
  const steps = [
    `before anything is compared (${bitsOf(prior)})`,
    ...fields.flatMap(({ field, level, bits }) =>
      level === 'missing' ? [] : [`${field}: ${level} (${bitsOf(bits)})`],
    ),
    ...(dependence < -0.05 ? [`a household or a namesake would agree like this too (${bitsOf(dependence)})`] : []),
  ];
  const decides = wouldDecide.map(({ field, level, weight }) => `${field}: ${level} (${bitsOf(weight)} then)`);
  return [steps.join('; '), decides.join('; ')];
}

async function ownScores(
  opened: OpenedTable,
  { id, explain }: ScoreFlags,
  model: Awaited<ReturnType<typeof readModel>>,
  pairs: readonly Pair[],
  screen: Terminal,
): Promise<Score[]> {
  const { path } = opened;
  const needs = ['name', 'given-name', 'family-name', 'email', 'phone', 'handle:', 'organization'] as const;
  const label = ({ draft }: { draft: { externalId: string } }) => draft.externalId;
  const input = await readInput(
    opened,
    { kind: 'contact', needs, flag: '--id', columns: {}, ignore: [], id, label },
    screen,
  );
  const places = new Map(input.labels.map((name, place) => [name, place]));
  const asked = pairs.map(([left, right]) => [known(places, left, path), known(places, right, path)] as const);
  return atOnce(
    () =>
      explain
        ? explainPairs(input.records, model, asked).map((why) => ({ weight: why.weight, why }))
        : scorePairs(input.records, model, asked).map((weight) => ({ weight })),
    screen.signal,
  );
}

function known<Found>(all: ReadonlyMap<string, Found>, id: string, path: string): Found {
  const found = all.get(id);
  if (found === undefined)
    throw new KenningError('not-found', `${path} has no record "${id.slice(0, 100)}", which a pair names.`);
  return found;
}
