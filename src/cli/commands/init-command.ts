import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { KenningError } from '../../core/errors.js';
import { secrets } from '../../secrets.js';
import type { Ask } from '../init/ask.js';
import { askFlags } from '../init/ask-flags.js';
import { type Chosen, configuration, peersOf, secretName } from '../init/configuration.js';
import type { Setup } from '../init/setup.js';
import { setups } from '../init/setups.js';

interface Flags {
  channel: string[];
  crm: string[];
  set: string[];
  secret: string[];
  out: string;
}

const collect = (value: string, all: string[]) => [...all, value];

/** `kenning init`: asks for channels and CRMs, signs in, and writes a configuration and a file of secrets. */
export function initCommand(program: Command, signal: AbortSignal): void {
  program
    .command('init')
    .description(
      'set up channels and CRMs: asks, signs in with the browser, writes a configuration and a file of secrets',
    )
    .option('--channel <name=kind>', `a channel, not asked for: ${idsOf('channel')}`, collect, [])
    .option('--crm <name=kind>', `a CRM, not asked for: ${idsOf('crm')}`, collect, [])
    .option('--set <name.question=answer>', 'an answer', collect, [])
    .option('--secret <name.question=VARIABLE>', 'the environment variable that holds a secret', collect, [])
    .option('--out <file>', 'the configuration to write', 'kenning.config.ts')
    .addHelpText(
      'after',
      `
Examples:
  kenning init                                asks for everything
  kenning init --channel brand=bluesky --set brand.identifier=acme.example --secret brand.password=BLUESKY_PASSWORD
  kenning init --channel blog=feed --set blog.url=https://blog.example/feed --crm contacts=csv --set contacts.file=contacts.csv`,
    )
    .action(async (flags: Flags) => {
      const say = (text: string) => void process.stderr.write(`${text}\n`);
      const kinds = [
        ...pairs(flags.channel).map(([name, id]) => ({ of: 'channel' as const, name, id })),
        ...pairs(flags.crm).map(([name, id]) => ({ of: 'crm' as const, name, id })),
      ];
      if (kinds.length === 0 && !process.stdin.isTTY)
        throw new KenningError(
          'invalid',
          'There is nobody to ask here: say --channel and --crm, --set and --secret; `kenning init --help` shows how.',
        );
      const [values, hidden] = [Object.fromEntries(pairs(flags.set)), Object.fromEntries(pairs(flags.secret))];
      const ask =
        kinds.length > 0
          ? askFlags({ kinds, values, secrets: hidden, say })
          : (await import('../init/ask-person.js')).askPerson();
      const chosen = await choose(ask, signal);
      if (chosen.length === 0) throw new KenningError('invalid', 'Nothing was chosen, so nothing was written.');
      await write(flags.out, configuration(chosen));
      const peers = peersOf(chosen);
      say(
        [
          `Wrote ${flags.out}${peers.length > 0 ? `; install what it needs: npm install ${peers.join(' ')}` : ''}.`,
          'Next: kenning check, then kenning preview. Keep .kenning out of version control.',
        ].join('\n'),
      );
    });
}

/** Asks until there is enough, and keeps the secrets at once: a sign-in is not to be done twice. */
async function choose(ask: Ask, signal: AbortSignal): Promise<Chosen[]> {
  const kept = secrets();
  const chosen: Chosen[] = [];
  for (const side of ['channel', 'crm'] as const) {
    const among = setups.filter((setup) => setup.of === side);
    const taken = new Set<string>();
    for (let setup = await ask.next(side, among); setup; setup = await ask.next(side, among)) {
      signal.throwIfAborted();
      const name = await ask.name(setup, taken);
      taken.add(name);
      const answers: Record<string, string> = {};
      for (const question of setup.questions) {
        const answer = await ask.answer(name, question);
        if (question.secret) await kept.set(secretName(name, question.name), answer);
        else answers[question.name] = answer;
      }
      const gained = (await setup.signIn?.(answers, { show: ask.show, signal })) ?? {};
      for (const [question, value] of Object.entries(gained)) await kept.set(secretName(name, question), value);
      chosen.push({ setup, name, answers });
    }
  }
  return chosen;
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new KenningError(
      'conflict',
      `${file} is there already and stays as it is. The secrets are kept; add what you need of this:\n\n${text}`,
    );
  }
}

function pairs(list: readonly string[]): [string, string][] {
  return list.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new KenningError('invalid', `"${pair}" should be name=value.`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
}

function idsOf(of: Setup['of']): string {
  return setups.flatMap((setup) => (setup.of === of ? [setup.id] : [])).join(', ');
}
