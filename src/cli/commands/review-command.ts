import type { Command } from 'commander';
import { KenningError } from '../../core/errors.js';
import { reviewDesk } from '../review/review-desk.js';
import { serveReview } from '../review/review-server.js';
import { personOf, withinApp } from './within.js';

/** `kenning review`: a person decides on the pairs on which the machine would not. */
export function reviewCommand(program: Command, signal: AbortSignal): void {
  const within = withinApp(program, signal);
  program
    .command('review')
    .description(
      'decide on the pairs that wait, those that matter first: here, or with --web on a page of this machine',
    )
    .option('--web', 'serve a page on 127.0.0.1 until Ctrl-C', false)
    .option('--by <name>', 'who decides; else the user of this machine')
    .action((options: { web: boolean; by?: string }) =>
      within(async (app, { say }) => {
        const by = personOf(options);
        if (options.web) {
          const desk = await reviewDesk({ app, by, signal });
          await serveReview(desk, { signal, show: (url) => say(`Open ${url} in a browser here; Ctrl-C ends it.`) });
          return;
        }
        if (!process.stdin.isTTY)
          throw new KenningError(
            'invalid',
            'Nobody is here to decide. Run it in a terminal, open a page with --web, or list what waits with `kenning reviews`.',
          );
        const desk = await reviewDesk({ app, by, signal });
        const { reviewAtTerminal } = await import('../review/review-at-terminal.js');
        const answered = await reviewAtTerminal(desk, { say, signal });
        say(`${answered} answered.`);
      }),
    );
}
