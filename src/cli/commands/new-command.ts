import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { KenningError } from '../../core/errors.js';
import { newPackage, type Runner } from '../new/new-package.js';
import type { Kind } from '../new/templates.js';
import { terminal } from '../terminal.js';

const runners: Record<string, Runner> = { vitest: 'vitest', node: 'node:test' };

/** `kenning new`: a package for another network or CRM, which passes its suite at once. */
export function newCommand(program: Command, signal: AbortSignal): void {
  const made = program.command('new').description('write a package for another network or CRM');
  const add = (kind: Kind, description: string, example: string) =>
    made
      .command(kind)
      .argument('<name>', 'small letters, digits and hyphens; a folder of this name is made here')
      .description(description)
      .addOption(new Option('--runner <runner>', 'what runs the tests').choices(Object.keys(runners)).default('vitest'))
      .addHelpText(
        'after',
        `\nExample:\n  kenning new ${kind} ${example} && cd ${example} && npm install && npm test\n\nIt is the tutorial under a name of yours, with the test of the suite; its README says what to change.`,
      )
      .action(async (name: string, { runner }: { runner: string }) => {
        const files = newPackage({ kind, name, runner: runners[runner] ?? 'vitest', kenning: await kenningHere() });
        await writeAll(name, files);
        const paths = [...files.keys()].map((path) => join(name, path));
        const { print, say } = terminal({ ...program.opts<{ json: boolean }>(), signal });
        print(paths.join('\n'), { folder: name, files: paths });
        say(`Next: cd ${name} && npm install && npm test. Then see its README.md.`);
      });
  add('connector', 'a connector for a network', 'acme');
  add('crm', 'an adapter for a CRM', 'acme-crm');
}

/** Where the package of this folder gets kenning from, seen from a folder within. */
async function kenningHere(): Promise<string | undefined> {
  let manifest: Record<string, Record<string, unknown> | undefined>;
  try {
    manifest = JSON.parse(await readFile('package.json', 'utf8'));
  } catch {
    return undefined;
  }
  const spec = manifest.dependencies?.kenning ?? manifest.devDependencies?.kenning;
  if (typeof spec !== 'string') return undefined;
  return spec.replace(/^(file|link):(?!\/|~)/, '$1:../');
}

/** All files or none; what is there stays as it is. */
async function writeAll(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new KenningError(
      'conflict',
      `${folder} is there already and stays as it is. Take another name, or another folder to begin in.`,
    );
  }
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
}
