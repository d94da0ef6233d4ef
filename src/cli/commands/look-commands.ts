import type { Command } from 'commander';
import type { Checked } from '../../check.js';
import { KenningError } from '../../core/errors.js';
import type { Previewed } from '../../preview-mentions.js';
import type { Status, TaskStatus } from '../../status.js';
import { wholeNumber } from '../files/options.js';
import { describeEvidence, oneLine } from './describe.js';
import { withinApp } from './within.js';

/** The commands that look and change nothing: check, preview, status. */
export function lookCommands(program: Command, signal: AbortSignal): void {
  const within = withinApp(program, signal);

  program
    .command('check')
    .description('ask every channel and CRM whether it can be used: credential, permissions, plan, what a month costs')
    .action(() =>
      within(async (app, { print }) => {
        const found = await app.check({ signal });
        print(found.flatMap(describeChecked).join('\n') || 'No channel and no CRM is configured.', found);
        const failed = found.filter(({ ok }) => !ok).map(({ name }) => name);
        if (failed.length > 0) throw new KenningError('invalid', `Not ready: ${failed.join(', ')}.`);
      }),
    );

  program
    .command('preview')
    .description('the latest of what is said, and who would be taken for whom and why; nothing is written')
    .option('--limit <n>', 'the most of each channel', wholeNumber, 200)
    .option('--channel <name...>', 'only these channels')
    .action((options: { limit: number; channel?: string[] }) =>
      within(async (app, { print, say }) => {
        const { limit, channel } = options;
        const found = await app.previewMentions({ limit, signal, ...(channel && { channels: channel }) });
        print(found.map(describePreviewed).join('\n'), found);
        const count = (outcome: Previewed['outcome']) => found.filter((item) => item.outcome === outcome).length;
        say(
          `${found.length} said: ${count('known')} by known customers, ${count('link')} would be linked, ${count('review')} doubtful, ${count('stranger')} by strangers, ${count('own')} ours. Nothing was written.`,
        );
      }),
    );

  program
    .command('status')
    .description('how reading and writing fare: lag, checkpoints, last errors, what waits')
    .option('--quota', 'ask the systems what is left of their limits', false)
    .action((options: { quota: boolean }) =>
      within(async (app, { print }) => {
        const status = await app.status();
        const checked = options.quota ? await app.check({ signal }) : [];
        print([...describeStatus(status), ...checked.flatMap(describeQuotas)].join('\n'), {
          ...status,
          ...(options.quota && { quotas: checked.map(({ name, access }) => ({ name, quotas: access?.quotas ?? [] })) }),
        });
      }),
    );
}

function describeChecked(checked: Checked): string[] {
  const { name, kind, of, ok, access, problem, monthly } = checked;
  const { calls, cost } = monthly;
  const price = cost ? `, ${cost.amount.toFixed(2)} ${cost.currency} (${cost.source})` : '';
  return [
    `${ok ? 'ready    ' : 'not ready'}  ${kind} ${name} (${of})${access ? ` as ${oneLine(access.account)}` : ''}`,
    ...(problem ? [`  ${problem.message} (${problem.code})`] : []),
    ...(access?.missing ?? []).map(({ scope, verbs }) => `  missing: ${oneLine(scope)}, needed to ${verbs.join(', ')}`),
    ...describeQuotas(checked),
    ...(access?.notes ?? []).map((note) => `  ${oneLine(note, 300)}`),
    ...(calls > 0 ? [`  about ${calls.toLocaleString('en')} calls in 30 days${price}`] : []),
  ];
}

function describeQuotas({ name, access }: Checked): string[] {
  return (access?.quotas ?? []).map(({ name: quota, limit, remaining, resetsAt }) => {
    const left = remaining === undefined ? `${limit} allowed` : `${remaining} of ${limit} left`;
    return `  ${name}, ${oneLine(quota)}: ${left}${resetsAt ? `, anew at ${resetsAt}` : ''}`;
  });
}

function describePreviewed({ channel, at, text, author, outcome, customer, probability, evidence }: Previewed): string {
  const who = oneLine([author.name, author.handle].filter(Boolean).join(' ') || '(nobody named)', 60);
  const whom = customer ? ` → ${oneLine(customer.name ?? customer.id, 60)}` : '';
  const sure = probability === undefined ? '' : ` (${probability.toFixed(3)})`;
  const why = evidence.map((item) => `    ${describeEvidence(item)}`);
  const shown = outcome === 'link' || outcome === 'review' ? why : [];
  return [`${at}  ${channel}  ${who}: ${oneLine(text)}`, `  ${outcome}${whom}${sure}`, ...shown].join('\n');
}

function describeStatus({ channels, crms, outbox, reviews }: Status): string[] {
  const waiting = Object.entries(outbox).flatMap(([state, count]) => (count > 0 ? [`${count} ${state}`] : []));
  return [
    ...channels.flatMap(({ name, network, tasks, listings, requests, rejected }) => [
      `channel ${name} (${network})`,
      ...tasks.map(describeTask),
      ...listings.map(({ listing, begun, checkpoint, unread }) => {
        const place = checkpoint === undefined ? '' : `, at ${oneLine(checkpoint, 60)}`;
        return `  ${listing}: ${begun ? `read${place}` : 'not read yet'}${unread > 0 ? `, ${unread} parts of the past unread` : ''}`;
      }),
      ...(requests.waiting + requests.failed > 0
        ? [`  webhook: ${requests.waiting} requests wait, ${requests.failed} could not be read`]
        : []),
      ...(rejected > 0 ? [`  ${rejected} items could not be read`] : []),
    ]),
    ...crms.flatMap(({ name, crm, tasks }) => [`crm ${name} (${crm})`, ...tasks.map(describeTask)]),
    `outbox: ${waiting.join(', ') || 'empty'}`,
    `reviews: ${reviews} wait for a person`,
  ];
}

function describeTask({ task, doneAt, lagMs, failures, problem, failedAt, dueAt }: TaskStatus): string {
  const done = doneAt ? `done ${spell(lagMs ?? 0)} ago` : 'never done';
  const failed = problem
    ? `; failed ${failures} times in a row, last at ${failedAt ?? '?'}: ${oneLine(problem, 300)}`
    : '';
  return `  ${task}: ${done}${failed}${problem && dueAt ? `; next try at ${dueAt}` : ''}`;
}

function spell(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
