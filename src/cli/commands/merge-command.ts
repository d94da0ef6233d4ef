import { open, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { MergeOutcome } from '../../adapters/sync/apply-merges.js';
import type { PlannedMerge } from '../../adapters/sync/merge-plan.js';
import { KenningError } from '../../core/errors.js';
import { columnPlace } from '../../core/table/columns/detect-columns.js';
import { csvLine } from '../../core/table/csv-line.js';
import { neutralize, restore } from '../../core/table/formulas.js';
import type { Kenning } from '../../kenning-contract.js';
import { openTable } from '../files/input.js';
import { checkOutput } from '../files/output.js';
import type { Terminal } from '../terminal.js';
import { customerOf } from './customer-of.js';
import { describeCustomer } from './describe.js';
import { meaning, personOf, withinApp } from './within.js';

interface MergeFlags {
  plan?: string;
  crm?: string;
  dryRun: boolean;
  log?: string;
  by?: string;
  reason?: string;
}

/** `kenning merge`: says that two customers are one, or merges the contacts of a CRM as a plan says. */
export function mergeCommand(program: Command, signal: AbortSignal): void {
  const within = withinApp(program, signal);
  program
    .command('merge')
    .argument('[a]', meaning)
    .argument('[b]', 'another')
    .description('say that two customers are one; with --plan and --crm, merge contacts in a CRM, each once')
    .option('--by <name>', 'who decides; else the user of this machine')
    .option('--reason <text>', 'why')
    .option('--dry-run', 'only say what it would change', false)
    .option('--plan <file>', 'columns winner and loser, as `kenning dedupe --plan` writes them')
    .option('--crm <name>', 'with --plan: the CRM, by its name in the configuration')
    .option('--log <file>', 'with --plan: add what became of each line here; else beside the plan, as PLAN.log.csv')
    .action(async (a: string | undefined, b: string | undefined, flags: MergeFlags) => {
      const { plan, crm } = flags;
      if (plan !== undefined && crm !== undefined && a === undefined)
        await within((app, screen) => mergeByPlan(app, { ...flags, plan, crm }, screen));
      else if (a !== undefined && b !== undefined && plan === undefined && crm === undefined)
        await within((app, screen) => mergeTwo(app, [a, b], flags, screen));
      else throw new KenningError('invalid', 'Name two customers, or give --plan and --crm.');
    });
}

async function mergeTwo(
  app: Kenning,
  [a, b]: readonly [string, string],
  flags: MergeFlags,
  { print }: Terminal,
): Promise<void> {
  const [left, right] = [(await customerOf(app, a)).id, (await customerOf(app, b)).id];
  if (flags.dryRun) {
    const preview = await app.preview(left, right);
    const obstacles = preview.obstacles.length > 0 ? ` Against it: ${preview.obstacles.join(', ')}.` : '';
    const changed = preview.changed.join(', ') || 'nothing';
    print(`${describeCustomer(preview.after)}\nWould change: ${changed}.${obstacles}`, preview);
    return;
  }
  const { reason } = flags;
  const merged = await app.merge(left, right, { by: personOf(flags), ...(reason && { reason }) });
  print(`${merged.customer}, by decision ${merged.decision?.id ?? '(they were one already)'}`, merged);
}

async function mergeByPlan(
  app: Kenning,
  flags: MergeFlags & { plan: string; crm: string },
  screen: Terminal,
): Promise<void> {
  const { crm, dryRun: dry } = flags;
  const plan = await readPlan(flags.plan, screen);
  const log = dry ? undefined : await openLog(flags.log ?? `${flags.plan}.log.csv`, flags.plan);
  try {
    const onOutcome = (outcome: MergeOutcome) => log?.add(outcome);
    const outcomes = await app.applyMerges(plan, { crm, by: personOf(flags), dry, onOutcome, signal: screen.signal });
    for (const { winner, loser, outcome, problem } of outcomes)
      if (problem) screen.say(`${loser} into ${winner} ${outcome}: ${problem}`);
    screen.print(describe(outcomes), outcomes);
  } finally {
    await log?.close();
  }
}

async function readPlan(path: string, screen: Terminal): Promise<PlannedMerge[]> {
  const { table, rejected } = await openTable(path, screen);
  const [winner, loser] = [columnPlace(table.header, 'winner', path), columnPlace(table.header, 'loser', path)];
  const plan: PlannedMerge[] = [];
  for await (const { cells } of table.rows())
    plan.push({ winner: restore(cells[winner] ?? ''), loser: restore(cells[loser] ?? '') });
  rejected.end();
  return plan;
}

/** A file to which lines are added, so that what was done is known even where the process was ended. */
async function openLog(path: string, plan: string) {
  await checkOutput('--log', path, [plan]);
  const isNew = ((await stat(path).catch(() => undefined))?.size ?? 0) === 0;
  const file = await open(path, 'a');
  const write = (cells: readonly string[]) => file.appendFile(`${csvLine(cells.map(neutralize))}\n`);
  if (isNew) await write(['at', 'winner', 'loser', 'outcome', 'problem']);
  return {
    add: ({ winner, loser, outcome, problem = '' }: MergeOutcome) =>
      write([new Date().toISOString(), winner, loser, outcome, problem]),
    close: () => file.close(),
  };
}

function describe(outcomes: readonly MergeOutcome[]): string {
  const counts = Map.groupBy(outcomes, ({ outcome }) => outcome);
  const told = (['merged', 'merged-before', 'would-merge', 'waits', 'refused'] as const).flatMap((outcome) => {
    const count = counts.get(outcome)?.length ?? 0;
    return count > 0 ? [`${count} ${outcome}`] : [];
  });
  return told.join(', ') || 'The plan names nothing to merge.';
}
