import { KenningError } from '../../core/errors.js';
import type { AnsweredPair } from '../../identity/answered-pairs.js';
import type { Deduplication } from '../../identity/dedupe.js';
import { doubtfulPairs } from '../../identity/doubtful-pairs.js';
import { lostPairs } from '../../identity/lost-pairs.js';
import { atOnce } from '../files/at-once.js';
import type { Input } from '../files/input.js';
import { checkOutput, type OutputTable, writeTableFile } from '../files/output.js';
import type { Terminal } from '../terminal.js';
import { type FileRow, groupsOf, mergesOf } from './groups.js';
import { describeLost, lostTable } from './lost-table.js';
import { mergedTable } from './merged-table.js';
import type { PeopleFlags } from './read-people.js';
import { reviewTable } from './review-table.js';

/** What of `kenning dedupe` is written beside the clusters. */
export interface DedupeFiles {
  merged?: string;
  review?: string;
  reviewLimit: number;
  plan?: string;
  lost?: string;
  lostLimit: number;
}

/** Whether the cells of rows have to be kept. */
export const needsCells = ({ merged, review, plan, lost }: DedupeFiles): boolean =>
  [merged, review, plan, lost].some((path) => path !== undefined);

/** @throws KenningError when a file can not be written, is read too, or is named twice, or lacks what it is made of */
export async function checkDedupeFiles(
  { merged, review, plan, lost, truth }: DedupeFiles & Pick<PeopleFlags, 'truth'>,
  others: readonly string[],
): Promise<void> {
  if (lost !== undefined && truth === undefined)
    throw new KenningError('invalid', '--lost compares with the truth. Say in which column it is with --truth.');
  const taken = [...others];
  for (const [flag, path] of Object.entries({ '--merged': merged, '--review': review, '--plan': plan, '--lost': lost }))
    if (path !== undefined) {
      await checkOutput(flag, path, taken);
      taken.push(path);
    }
}

/** The right cluster of each record. Where the file says none, the record is alone. */
export const truthOf = ({ truth }: Pick<Input<unknown>, 'truth'>): (string | number)[] =>
  truth.map((cluster, place) => cluster || place);

/** Writes merged rows, doubtful pairs, lost pairs and what is to be merged, as far as each is wanted. */
export async function writeDedupeFiles(
  { merged, review, reviewLimit, plan, lost, lostLimit }: DedupeFiles,
  {
    input,
    found,
    answers,
  }: {
    input: Input<readonly string[]>;
    found: Pick<Deduplication, 'model' | 'linkAt'> & { clusters: number[] };
    answers: readonly AnsweredPair[];
  },
  screen: Terminal,
): Promise<void> {
  const { columns } = input;
  if (plan !== undefined && !columns.some(({ kind }) => kind === 'id'))
    throw new KenningError('invalid', '--plan names rows by their ids. Say in which column they are with --id.');
  const { clusters } = found;
  const rows = input.records.map((record, place): FileRow => {
    return { id: record.externalId, cells: input.labels[place] as readonly string[], record };
  });
  const write = async (path: string, table: OutputTable, what: string) => {
    await writeTableFile(path, { ...table, delimiter: input.delimiter }, screen.signal);
    screen.say(`${what} written to ${path}.`);
  };
  const groups = merged === undefined && plan === undefined ? [] : groupsOf(rows, clusters);
  if (merged !== undefined) await write(merged, mergedTable(columns, groups), counted(groups.length, 'merged row'));
  if (plan !== undefined) {
    const merges = [...mergesOf(groups)];
    await write(plan, { header: ['winner', 'loser'], rows: merges }, counted(merges.length, 'merge'));
  }
  if (lost !== undefined) {
    const { linkAt, model } = found;
    const { total, pairs } = await atOnce(
      () => lostPairs(input.records, truthOf(input), { clusters, linkAt, model }, { answers, limit: lostLimit }),
      screen.signal,
    );
    screen.say(describeLost(total, pairs));
    const ids = rows.map(({ id }) => id);
    await write(lost, lostTable(ids, pairs, linkAt), counted(pairs.length, 'lost pair'));
  }
  if (review === undefined) return;
  const said = new Set(answers.flatMap(({ ids: [one, other] }) => [pairName(one, other), pairName(other, one)]));
  const known = (left: number, right: number): boolean =>
    said.has(pairName((rows[left] as FileRow).id, (rows[right] as FileRow).id));
  const pairs = await atOnce(
    () => doubtfulPairs(input.records, clusters, found.model, { limit: reviewLimit, known }),
    screen.signal,
  );
  await write(review, reviewTable(columns, rows, pairs), counted(pairs.length, 'doubtful pair'));
}

const pairName = (one: string, other: string): string => JSON.stringify([one, other]);

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
