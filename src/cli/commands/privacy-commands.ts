import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Command } from 'commander';
import type { Whom } from '../../core/privacy/whom.js';
import { meaning, personOf, withinApp } from './within.js';

/** The commands for what people may ask of us about themselves: export, erase, readmit. */
export function privacyCommands(program: Command, signal: AbortSignal): void {
  const within = withinApp(program, signal);
  const whomOf = (text: string, { source }: { source?: string }): Whom =>
    source === undefined ? text : { source, externalId: text };

  program
    .command('export')
    .argument('<whom>', `${meaning}; with --source, that system's own id`)
    .description('all that is kept of a person, an entry of JSON a line')
    .option('--source <scope>', 'the system whose id it is, such as csv/contacts.csv')
    .option('--out <file>', 'where to write it; else it is printed')
    .action((text: string, options: { source?: string; out?: string }) =>
      within(async (app, { say }) => {
        const out =
          options.out === undefined ? process.stdout : createWriteStream(options.out, { flags: 'wx', mode: 0o600 });
        if (options.out !== undefined) await once(out, 'open');
        let entries = 0;
        for await (const entry of app.export(whomOf(text, options), { signal })) {
          entries += 1;
          if (!out.write(`${JSON.stringify(entry)}\n`)) await once(out, 'drain');
        }
        if (options.out === undefined) return;
        out.end();
        await once(out, 'finish');
        say(`${entries} entries written to ${options.out}`);
      }),
    );

  program
    .command('erase')
    .argument('<whom>', `${meaning}; with --source, that system's own id`)
    .description('erase a person; prints a receipt of what is gone, what waits and what you must do by hand')
    .option('--source <scope>', 'the system whose id it is, such as csv/contacts.csv')
    .option('--by <name>', 'who asks for it; else the user of this machine')
    .requiredOption('--yes', 'you mean it: nothing brings it back')
    .action((text: string, options: { source?: string; by?: string }) =>
      within(async (app, { print }) => {
        const receipt = await app.erase(whomOf(text, options), { by: personOf(options), signal });
        const gone = Object.entries(receipt.gone).map(([what, count]) => `  gone     ${count} ${what}`);
        const waits = receipt.waits.map(({ target, entry }) => `  waits    ${target} (${entry})`);
        const byHand = receipt.byHand.map((what) => `  by hand  ${what}`);
        print([`Erasure ${receipt.id} of ${receipt.at}`, ...gone, ...waits, ...byHand].join('\n'), receipt);
      }),
    );

  program
    .command('readmit')
    .argument('<whom...>', meaning)
    .description('let somebody back who was erased')
    .action((texts: string[]) =>
      within(async (app, { print }) => {
        const lifted = await app.readmit(...texts);
        print(`${lifted} tombstones lifted`, { lifted });
      }),
    );
}
