import { Command, CommanderError, Help, type Option } from 'commander';
import { isKenningError } from '../core/errors.js';
import { analyzeCommand } from './commands/analyze-command.js';
import { auditCommand } from './commands/audit-command.js';
import { crmCommands } from './commands/crm-commands.js';
import { engagementCommands } from './commands/engagement-commands.js';
import { fileCommands } from './commands/file-commands.js';
import { inboxCommand } from './commands/inbox-command.js';
import { initCommand } from './commands/init-command.js';
import { lookCommands } from './commands/look-commands.js';
import { newCommand } from './commands/new-command.js';
import { privacyCommands } from './commands/privacy-commands.js';
import { queryCommand } from './commands/query-command.js';
import { recordCommand } from './commands/record-command.js';
import { reviewCommand } from './commands/review-command.js';
import { storeCommands } from './commands/store-commands.js';
import { trainCommand } from './commands/train-command.js';
import { versionOf } from './new/templates.js';

const beginning = 'To begin:';

/** Exit codes: 0 done, 1 failed, 2 wrong use, 130 stopped by Ctrl-C. */
export async function run(words: readonly string[]): Promise<number> {
  const stop = new AbortController();
  const interrupt = () => {
    // What was committed stays; a second Ctrl-C ends at once.
    process.once('SIGINT', () => process.exit(130));
    process.stderr.write('\nStopping after the present step. What is done is kept; run it again to go on.\n');
    stop.abort(new DOMException('stopped', 'AbortError'));
  };
  process.once('SIGINT', interrupt);
  const program = new Command('kenning')
    .description('Social as just another channel of the CRM you already have.')
    .option('--config <file>', 'the configuration; else kenning.config.ts in this folder')
    .option('--json', 'print data as JSON', false)
    .version(versionOf('kenning'), '--version', 'print the version')
    .configureHelp({ showGlobalOptions: true, optionDescription: described })
    .showHelpAfterError('(--help shows how it is used)')
    .addHelpCommand(new Command('help').argument('[command]').description('tell of a command').helpGroup(beginning))
    .exitOverride();
  program.commandsGroup(beginning);
  initCommand(program, stop.signal);
  lookCommands(program, stop.signal);
  program.commandsGroup('Files, which need no configuration:');
  auditCommand(program, stop.signal);
  fileCommands(program, stop.signal);
  queryCommand(program, stop.signal);
  analyzeCommand(program, stop.signal);
  trainCommand(program, stop.signal);
  program.commandsGroup('Customers:');
  storeCommands(program, stop.signal);
  reviewCommand(program, stop.signal);
  program.commandsGroup('CRMs:');
  crmCommands(program, stop.signal);
  program.commandsGroup('Answers:');
  inboxCommand(program, stop.signal);
  engagementCommands(program, stop.signal);
  program.commandsGroup('Privacy:');
  privacyCommands(program, stop.signal);
  program.commandsGroup('For developers:');
  newCommand(program, stop.signal);
  recordCommand(program, stop.signal);
  for (const command of commandsOf(program)) command.exitOverride().copyInheritedSettings(program);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (stop.signal.aborted) return 130;
    if (!isKenningError(error)) throw error;
    process.stderr.write(`${error.message} (${error.code})\n`);
    return error.code === 'invalid' ? 2 : 1;
  } finally {
    process.off('SIGINT', interrupt);
  }
}

/** A default is told where it says more than that nothing was chosen. */
function described(option: Option): string {
  const isSaid = typeof option.defaultValue === 'string' || typeof option.defaultValue === 'number';
  const silent = Object.assign(Object.create(Object.getPrototypeOf(option)), option, { defaultValue: undefined });
  return new Help().optionDescription(isSaid ? option : silent);
}

/** Those of a command, with theirs. */
function commandsOf({ commands }: Command): Command[] {
  return commands.flatMap((command) => [command as Command, ...commandsOf(command as Command)]);
}
