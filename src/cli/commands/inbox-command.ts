import { type Command, Option } from 'commander';
import { KenningError } from '../../core/errors.js';
import { type Case, type CaseStatus, caseStatuses } from '../../core/model/case.js';
import { wholeNumber } from '../files/options.js';
import { duration } from '../spikes/duration.js';
import { customerOf } from './customer-of.js';
import { oneLine } from './describe.js';
import { caseLine, casesTable, describeBreaches, describeCase } from './describe-case.js';
import { meaning, personOf, withinApp } from './within.js';

interface ListWords {
  team?: string;
  mine: boolean;
  assignee?: string;
  free: boolean;
  status?: readonly CaseStatus[];
  customer?: string;
  after?: string;
  limit: number;
  by?: string;
}

interface BreachesWords {
  team?: string;
  people: number;
  minutes?: number;
}

/** Adds the command `inbox`: lists cases, and lets a person take, give, put aside and end them. */
export function inboxCommand(program: Command, signal: AbortSignal): void {
  const within = withinApp(program, signal);
  const byOption = () => new Option('--by <name>', 'who does it; else the user of this machine');

  const inbox = program
    .command('inbox')
    .description('cases, in the order in which they should be dealt with')
    .option('--team <name>', 'only those of this team')
    .option('--assignee <name>', 'only those that somebody has')
    .option('--mine', 'only those that you have', false)
    .option('--free', 'only those that nobody has', false)
    .addOption(new Option('--status <status...>', 'else what is new and open').choices([...caseStatuses]))
    .option('--customer <customer>', `only those about a customer: ${meaning}`)
    .option('--after <place>', 'go on where a page ended')
    .option('--limit <n>', 'the most', wholeNumber, 50)
    .addOption(byOption())
    .action((words: ListWords) =>
      within(async (app, { print, say }) => {
        const { team, mine, free, assignee, status, after, limit } = words;
        const who = free ? null : mine ? personOf(words) : assignee;
        const about = words.customer === undefined ? undefined : (await customerOf(app, words.customer)).id;
        const page = await app.inbox({
          limit,
          ...(team !== undefined && { team }),
          ...(who !== undefined && { assignee: who }),
          ...(status && { status }),
          ...(about && { customer: about }),
          ...(after !== undefined && { after }),
        });
        print(await casesTable(app, page.entries), page);
        if (page.entries.length === 0) say('Nothing is to be dealt with.');
        if (page.next !== undefined) say(`There is more: --after '${page.next}'`);
      }),
    );

  inbox
    .command('show')
    .argument('<case>', "a case's id, or that of something said in it")
    .description('a case with its reasons, promises and history')
    .action((id: string) =>
      within(async (app, { print }) => {
        const found = await app.caseOf(id);
        if (!found)
          throw new KenningError('not-found', `There is no case ${oneLine(id)}. \`kenning inbox\` lists them.`);
        print(await describeCase(app, found), found);
      }),
    );

  const breaches = inbox
    .command('breaches')
    .description('which promises will be broken when, if the queue is worked off as it stands')
    .option('--team <name>', 'only the queue of this team')
    .option('--people <n>', 'how many answer at the same time', wholeNumber, 1)
    .option('--minutes <n>', 'how long a case takes; else what it took of late', wholeNumber)
    .action(() =>
      within(async (app, { print }) => {
        const { team, people, minutes } = breaches.optsWithGlobals<BreachesWords>();
        const given = { ...(team !== undefined && { team }), ...(minutes !== undefined && { minutesEach: minutes }) };
        const forecast = await app.breaches({ people, ...given });
        print(describeBreaches(forecast), forecast);
      }),
    );

  // Options that the listing has too are read by it, wherever they stand.
  const act = <Words extends { by?: string }>(
    name: string,
    description: string,
    options: readonly Option[],
    work: (app: Parameters<Parameters<typeof within>[0]>[0], id: string, by: string, words: Words) => Promise<Case>,
  ) => {
    const command = inbox.command(name).argument('<case...>', 'ids, as `inbox` prints them').description(description);
    for (const option of [...options, byOption()]) command.addOption(option);
    command.action((ids: string[]) =>
      within(async (app, { print }) => {
        const words = command.optsWithGlobals<Words>();
        const done: Case[] = [];
        for (const id of ids) done.push(await work(app, id, personOf(words), words));
        print(done.map(caseLine).join('\n'), done);
      }),
    );
  };
  const note = () => new Option('--note <text>', 'a word that its history keeps');

  act('claim', 'take cases; one that somebody else has stays with them', [], (app, id, by) => app.claim({ id, by }));
  act<{ by?: string; to?: string; team?: string; note?: string }>(
    'assign',
    'give cases to somebody, or to a team',
    [new Option('--to <name>', 'who gets them'), new Option('--team <name>', 'which team gets them'), note()],
    (app, id, by, { to, team, note: word }) => app.assign({ id, by, to, team, note: word }),
  );
  act<{ by?: string; for: number; note?: string }>(
    'snooze',
    'put cases aside for a while; a new message brings them back',
    [new Option('--for <time>', 'how long, such as 4h or 2d').argParser(duration).makeOptionMandatory(), note()],
    (app, id, by, { for: length, note: word }) =>
      app.snooze({ id, by, until: new Date(Date.now() + length).toISOString(), note: word }),
  );
  act<{ by?: string; note?: string }>(
    'resolve',
    'end cases; a new message opens them again',
    [note()],
    (app, id, by, { note: word }) => app.resolve({ id, by, note: word }),
  );
}
