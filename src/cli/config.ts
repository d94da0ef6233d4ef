import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KenningError } from '../core/errors.js';
import { kenning } from '../kenning.js';
import type { Kenning } from '../kenning-contract.js';
import type { KenningOptions } from '../kenning-options.js';

const names = ['kenning.config.ts', 'kenning.config.mts', 'kenning.config.js', 'kenning.config.mjs'];

/** Loads the app that a configuration describes: the one that is named, else the one in the working directory. */
export async function appOf(config: string | undefined): Promise<Kenning> {
  return kenning(await optionsOf(config));
}

/** Loads a configuration as it was written, unchecked. */
export async function optionsOf(config: string | undefined): Promise<KenningOptions> {
  const file = config ? resolve(config) : await found();
  if (!(await isThere(file))) throw new KenningError('not-found', `There is no configuration ${file}. Check the path.`);
  let loaded: { default?: unknown };
  try {
    loaded = (await import(pathToFileURL(file).href)) as { default?: unknown };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new KenningError('invalid', `The configuration ${file} can not be loaded: ${text}`, { cause: error });
  }
  if (typeof loaded.default !== 'object' || loaded.default === null)
    throw new KenningError('invalid', `${file} needs \`export default defineConfig({ store: … })\`.`);
  return loaded.default as KenningOptions;
}

async function found(): Promise<string> {
  for (const name of names) {
    const file = resolve(name);
    if (await isThere(file)) return file;
  }
  throw new KenningError(
    'not-found',
    `There is no ${names[0]} in ${process.cwd()}. \`kenning init\` asks and writes one; or name one with --config.`,
  );
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
