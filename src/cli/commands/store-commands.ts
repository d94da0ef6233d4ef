import type { Command } from 'commander';
import { KenningError } from '../../core/errors.js';
import { decisionId } from '../../core/model/id.js';
import type { Kenning } from '../../kenning-contract.js';
import { wholeNumber } from '../files/options.js';
import { drawWaterfall, waterfall } from '../review/waterfall.js';
import { showProgress, type Terminal } from '../terminal.js';
import { previewSync } from './crm-commands.js';
import { customerOf } from './customer-of.js';
import { describeCustomer, describeEntry, describeEvidence } from './describe.js';
import { mergeCommand } from './merge-command.js';
import { meaning, personOf, withinApp } from './within.js';

/** The commands that work on a store: sync, customers, timeline, why, merge, unmerge, reviews. */
export function storeCommands(program: Command, signal: AbortSignal): void {
  const within = withinApp(program, signal);
  const by = (options: { by?: string; reason?: string }) => ({
    by: personOf(options),
    ...(options.reason && { reason: options.reason }),
  });

  program
    .command('sync')
    .description('read what is new in every CRM and on every channel')
    .option('--dry-run', 'only say what would be written to CRMs, by what was read before', false)
    .action(({ dryRun }: { dryRun: boolean }) => within(dryRun ? previewSync : sync));

  program
    .command('customers')
    .description('list customers')
    .option('--limit <n>', 'the most', wholeNumber, 50)
    .action((options: { limit: number }) =>
      within(async (app, { print }) => {
        const customers = await app.customers(options);
        print(customers.map(describeCustomer).join('\n'), customers);
      }),
    );

  program
    .command('timeline')
    .argument('<customer>', meaning)
    .description('everything in which a customer took part, the newest first')
    .option('--limit <n>', 'the most', wholeNumber, 50)
    .option('--removed', 'show where something was removed', false)
    .action((customer: string, options: { limit: number; removed: boolean }) =>
      within(async (app, { print }) => {
        const view = await customerOf(app, customer);
        const { entries } = await app.timeline(view.id, options);
        print([describeCustomer(view), ...entries.map(describeEntry)].join('\n'), { customer: view, entries });
      }),
    );

  program
    .command('why')
    .argument('<a>', meaning)
    .argument('<b>', 'another')
    .description('why two are one, or are two')
    .option('--bars', 'draw how the evidence adds up, in bits', false)
    .action((a: string, b: string, options: { bars: boolean }) =>
      within(async (app, { print }) => {
        const found = await app.why(a, b);
        if (!found) throw new KenningError('not-found', 'One of the two was never known.');
        const lines = [
          found.one ? 'They are one.' : 'They are two.',
          ...found.path.map(({ id, by: author, at }) => `  link ${id} by ${author.name} at ${at}`),
          ...(options.bars
            ? drawWaterfall(waterfall([...found.for, ...found.against], found.today?.weight))
            : [
                ...found.for.map((evidence) => `  for      ${describeEvidence(evidence)}`),
                ...found.against.map((evidence) => `  against  ${describeEvidence(evidence)}`),
              ]),
          ...found.wouldDecide.map((evidence) => `  if known ${describeEvidence(evidence)}`),
        ];
        print(lines.join('\n'), found);
      }),
    );

  mergeCommand(program, signal);

  program
    .command('unmerge')
    .argument('<decision>', "a link's id, as `why` and `merge` print it")
    .description('undo a link without loss')
    .option('--by <name>', 'who decides; else the user of this machine')
    .option('--reason <text>', 'why')
    .action((decision: string, options: { by?: string; reason?: string }) =>
      within(async (app, { print }) => {
        const parsed = decisionId.safeParse(decision);
        if (!parsed.success) throw new KenningError('invalid', `"${decision}" is no decision's id.`);
        const result = await app.unmerge(parsed.data, by(options));
        const split = result.changes.flatMap((change) => (change.type === 'split' ? change.into : []));
        const text =
          split.length > 0 ? `Now apart: ${split.join(', ')}` : `Still one, by ${result.stillJoinedBy.join(', ')}`;
        print(text, result);
      }),
    );

  program
    .command('reviews')
    .description('pairs that wait for a word of yours')
    .action(() =>
      within(async (app, { print }) => {
        const reviews = await app.reviews();
        print(
          reviews.map(({ id, because, probability }) => `${id}  ${because}  ${probability.toFixed(3)}`).join('\n'),
          reviews,
        );
      }),
    );
}

async function sync(app: Kenning, { print, say, signal }: Terminal): Promise<void> {
  const done = showProgress(app);
  app.on('rejected', ({ from, rejected }) => {
    for (const { at, reason } of rejected) say(`${from}: ${at ?? 'an item'} was left out: ${reason}`);
  });
  const report = await app.sync({ signal }).finally(done);
  const { contacts, said, revised, known, removed, notKept, rejected, failed, elsewhere, inStep } = report;
  for (const duty of elsewhere) say(`${duty}: another process is at it`);
  for (const { crm, field, problem } of inStep?.problems ?? []) say(`${crm}: ${field} is not written: ${problem}`);
  if (inStep) say(`${inStep.writes} fields wait to be written, ${inStep.conflicts} conflicts wait for a word of yours`);
  for (const { from, error } of failed) say(`${from}: ${error.message} (${error.code})`);
  const text = `${contacts} contacts read, ${said} interactions new, ${revised} revised, ${removed} removed, ${known} known, ${rejected} left out${notKept > 0 ? `, ${notKept} not kept, as the networks' terms say` : ''}`;
  print(text, {
    ...report,
    failed: failed.map(({ from, error }) => ({ from, code: error.code, message: error.message })),
  });
  const unread = failed.filter(({ from }) => from !== 'in step');
  if (unread.length > 0)
    throw new KenningError(
      'unexpected',
      `${unread.length} of the channels and CRMs failed; the others are up to date.`,
    );
  const [waiting] = failed;
  if (waiting)
    throw new KenningError(
      waiting.error.code,
      'All was read. What is to be written into CRMs waits for what is said above; it is not lost.',
    );
}
