import { type Command, InvalidArgumentError } from 'commander';
import type { ConflictAnswer } from '../../adapters/sync/answer-conflict.js';
import type { SyncPreview } from '../../adapters/sync.js';
import { KenningError } from '../../core/errors.js';
import type { FieldValue } from '../../core/model/field-state.js';
import { interactionId } from '../../core/model/id.js';
import type { SyncConflict } from '../../core/model/sync-conflict.js';
import type { Kenning } from '../../kenning-contract.js';
import { wholeNumber } from '../files/options.js';
import type { Terminal } from '../terminal.js';
import { oneLine } from './describe.js';
import { personOf, withinApp } from './within.js';

/** The commands for what goes on among CRMs: write-back, conflicts, decide, open-case. */
export function crmCommands(program: Command, signal: AbortSignal): void {
  const within = withinApp(program, signal);

  program
    .command('write-back')
    .description('write into the CRMs what people said, and what keeps them in step')
    .action(() =>
      within(async (app, { print, say, signal: stop }) => {
        const report = await app.writeBack({ signal: stop });
        const { activities, enrichments, erasures, delivered, refused } = report;
        for (const { entry, problem } of delivered.problems) say(`${entry}: ${problem}`);
        for (const [term, count] of Object.entries(refused)) say(`${count} not written, by the term ${term}`);
        const wanted = `${activities} activities, ${enrichments} enrichments and ${erasures} erasures are new`;
        const { done, failed, unknown, later } = delivered;
        print(`${wanted}; ${done} written, ${later} later, ${failed} failed, ${unknown} to be looked up`, report);
      }),
    );

  program
    .command('conflicts')
    .description('what CRMs say against each other, and merges that wait for a word of yours')
    .option('--limit <n>', 'the most', wholeNumber, 50)
    .action((options: { limit: number }) =>
      within(async (app, { print }) => {
        const conflicts = await app.conflicts(options);
        print(conflicts.map(describeConflict).join('\n'), conflicts);
      }),
    );

  program
    .command('decide')
    .argument('<conflict>', 'its id, as `conflicts` prints it')
    .description('answer a conflict: with exactly one of --take, --value, --keep, --merge and --two')
    .option('--take <crm>', 'what this CRM says goes everywhere')
    .option('--value <text>', 'this goes everywhere')
    .option('--keep', 'each keeps its own')
    .option('--merge', 'the CRM makes one contact of the two')
    .option('--two', 'they stay two contacts')
    .option('--by <name>', 'who decides; else the user of this machine')
    .action((id: string, options: Answers & { by?: string }) =>
      within(async (app, { print }) => {
        const conflict = await app.answerConflict(id, answerOf(options), { by: personOf(options) });
        print(`${conflict.id} is answered. What follows from it goes out with the outbox.`, conflict);
      }),
    );

  program
    .command('open-case')
    .argument('<interaction>', 'its id, as `timeline` prints it', (text) => {
      if (!interactionId.safeParse(text).success) throw new InvalidArgumentError("It is no interaction's id.");
      return text;
    })
    .description('open a case in a CRM from something that was said')
    .option('--in <crm>', 'the CRM, where several can open cases')
    .option('--priority <word>', 'low, normal, high or urgent')
    .option('--by <name>', 'who opens it; else the user of this machine')
    .action((text: string, options: { in?: string; priority?: string; by?: string }) =>
      within(async (app, { print }) => {
        const { in: crm, priority } = options;
        const entry = await app.openCase(interactionId.parse(text), {
          by: personOf(options),
          ...(crm !== undefined && { in: crm }),
          ...(priority !== undefined && { priority: priorityOf(priority) }),
        });
        print(`${entry.id} is ${entry.state}`, entry);
      }),
    );
}

interface Answers {
  take?: string;
  value?: string;
  keep?: true;
  merge?: true;
  two?: true;
}

function answerOf({ take, value, keep, merge, two }: Answers): ConflictAnswer {
  const answers: ConflictAnswer[] = [];
  if (take !== undefined) answers.push({ take });
  if (value !== undefined) answers.push({ value });
  if (keep) answers.push({ keep });
  if (merge) answers.push({ merge: true });
  if (two) answers.push({ merge: false });
  const [answer] = answers;
  if (answer && answers.length === 1) return answer;
  throw new KenningError('invalid', 'Give exactly one of --take, --value, --keep, --merge and --two.');
}

const priorities = ['low', 'normal', 'high', 'urgent'] as const;

function priorityOf(text: string): (typeof priorities)[number] {
  const found = priorities.find((priority) => priority === text);
  if (found) return found;
  throw new KenningError('invalid', `--priority is ${priorities.join(', ')}, not "${oneLine(text, 30)}".`);
}

/** Shows what would be written to CRMs, and writes nothing. */
export async function previewSync(app: Kenning, { print, signal }: Terminal): Promise<void> {
  const preview = await app.previewSync({ signal });
  print(describePreview(preview), preview);
}

function describePreview({ writes, total, conflicts, problems }: SyncPreview): string {
  const lines = writes.map(
    ({ crm, record, field, from, to }) => `${crm}  ${record}  ${field}: ${shown(from)} → ${shown(to)}`,
  );
  if (total > writes.length) lines.push(`… and ${total - writes.length} more`);
  for (const { crm, field, problem } of problems) lines.push(`not written  ${crm} ${field}: ${problem}`);
  lines.push(...conflicts.map((conflict) => `to decide  ${describeConflict(conflict)}`));
  return lines.length > 0 ? lines.join('\n') : 'Nothing would be written: all that is known is in step.';
}

function describeConflict({ id, field, sides, problem }: SyncConflict): string {
  const said = sides.map(({ crm, value }) => (value === undefined ? crm : `${crm} says ${shown(value)}`));
  return `${id}  ${field ?? 'merge'}: ${said.join(', ')}. ${problem}`;
}

function shown(value: FieldValue): string {
  const text = typeof value === 'string' ? value : Object.values(value).join(', ');
  return text === '' ? '(nothing)' : `"${oneLine(text, 60)}"`;
}
