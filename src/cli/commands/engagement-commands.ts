import type { Command } from 'commander';
import type { Outgoing } from '../../channels/engagement/outgoing.js';
import { KenningError } from '../../core/errors.js';
import { interactionId } from '../../core/model/id.js';
import { oneLine } from './describe.js';
import { personOf, withinApp } from './within.js';

/** The commands that speak, and that stop all speaking: reply, drafts, approve, release, cancel, pause, resume, stage. */
export function engagementCommands(program: Command, signal: AbortSignal): void {
  const within = withinApp(program, signal);
  const bySomebody = (command: Command) => command.option('--by <name>', 'who says so; else the user of this machine');

  bySomebody(program.command('reply'))
    .argument('<interaction>', "an interaction's id, as `timeline` prints it")
    .argument('<text>', 'what to answer')
    .description('answer, through the gate: strategy, terms, limits, duplicates, approvals')
    .option('--channel <name>', 'the channel to answer on; needed when several saw it')
    .option('--key <text>', 'the same key never writes twice')
    .action((interaction: string, text: string, options: { by?: string; channel?: string; key?: string }) =>
      within(async (app, { print }) => {
        const to = interactionId.safeParse(interaction);
        if (!to.success) throw new KenningError('invalid', `"${oneLine(interaction)}" is no interaction's id.`);
        const { channel, key } = options;
        const draft = { to: to.data, text, by: personOf(options), ...(channel && { channel }), ...(key && { key }) };
        const sent = await app.reply(draft, { signal });
        print(describeOutgoing(sent), sent);
      }),
    );

  program
    .command('drafts')
    .description('what waits for a person: drafts, what a pause kept, what may have been lost')
    .action(() =>
      within(async (app, { print }) => {
        const waiting = await app.drafts();
        print(waiting.map(describeOutgoing).join('\n'), waiting);
      }),
    );

  bySomebody(program.command('approve'))
    .argument('<draft>', "a draft's id, as `drafts` prints it")
    .description("agree that another's draft goes out")
    .action((id: string, options: { by?: string }) =>
      within(async (app, { print }) => {
        const sent = await app.approve({ id, by: personOf(options) }, { signal });
        print(describeOutgoing(sent), sent);
      }),
    );

  for (const [verb, description] of [
    ['release', 'let out what a pause or the stage kept back'],
    ['cancel', 'take back what was not sent'],
  ] as const)
    bySomebody(program.command(verb))
      .argument('<draft...>', 'ids, as `drafts` prints them')
      .description(description)
      .action((ids: string[], options: { by?: string }) =>
        within(async (app, { print }) => {
          const entries = await app[verb]({ ids, by: personOf(options) }, { signal });
          print(entries.map(describeOutgoing).join('\n'), entries);
        }),
      );

  bySomebody(program.command('pause'))
    .requiredOption('--reason <text>', 'why')
    .option('--channel <name>', 'only this channel; else all')
    .description('stop everything that goes out, in every process')
    .action((options: { by?: string; reason: string; channel?: string }) =>
      within(async (app, { print }) => {
        const { reason, channel } = options;
        const pause = await app.pause({ reason, by: personOf(options), ...(channel && { channel }) });
        print(`Nothing goes out on ${channel ?? 'any channel'} until \`kenning resume\`.`, pause);
      }),
    );

  bySomebody(program.command('resume'))
    .option('--channel <name>', 'the channel that was paused; else all')
    .description('end a pause; sends nothing, and lists what waited')
    .action((options: { by?: string; channel?: string }) =>
      within(async (app, { print }) => {
        const { channel } = options;
        const waited = await app.resume({ by: personOf(options), ...(channel && { channel }) });
        print(waited.map(describeOutgoing).join('\n') || 'Nothing waited.', waited);
      }),
    );

  program
    .command('stage')
    .description('how far we go today, why, and what each outcome measures')
    .action(() =>
      within(async (app, { print }) => {
        const stage = await app.strategy.stage();
        const measured = stage.measured.map(
          ({ outcome, value, problem }) =>
            `  ${outcome.name}: ${value ?? problem} (aim ${outcome.target} by ${outcome.by})`,
        );
        print([`${stage.stage}: ${stage.because}`, ...measured].join('\n'), stage);
      }),
    );
}

function describeOutgoing({ id, channel, verb, state, problem, written, text = '' }: Outgoing): string {
  const more = written?.permalink ?? written?.ref.externalId ?? problem ?? '';
  return [id, channel, verb, state, oneLine(text, 60), more].filter(Boolean).join('  ');
}
