import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { listings } from '../../channels/connector.js';
import { KenningError } from '../../core/errors.js';
import { type Page, type PageOptions, walk } from '../../core/page.js';
import { checkOptions, type KenningOptions } from '../../kenning-options.js';
import { optionsOf } from '../config.js';
import { gathered, wholeNumber } from '../files/options.js';
import { captureFetch } from '../record/captured-fetch.js';
import { disguise } from '../record/disguise.js';
import { recordingsOf, replacedInPaths } from '../record/recording.js';
import { type Terminal, terminal } from '../terminal.js';

interface RecordFlags {
  call: string;
  limit: number;
  out: string;
  keep: string[];
  replace: string[];
}

const crmListings = ['contacts', 'activities', 'cases', 'deals'] as const;

const examples = `
Examples:
  kenning record brand --call mentions --limit 20 --out test/recorded/mentions
  kenning record sales --call contacts --out test/recorded/contacts

Each exchange becomes a file of JSON: { request, response }. Structure, counts and the system's own words stay; people,
texts, addresses, ids and dates are made up, the same for the same everywhere. recordedFetch of kenning/testing answers
with them. Read the files before you share them.`;

/** `kenning record`: what does the system really answer, without its people? */
export function recordCommand(program: Command, signal: AbortSignal): void {
  program
    .command('record')
    .argument('<name>', 'a channel or CRM of the configuration')
    .description('capture live answers for tests, with secrets removed and people replaced')
    .requiredOption('--call <verb>', `a listing: ${[...listings, ...crmListings].join(', ')}`)
    .requiredOption('--out <folder>', 'where the files go; it must be empty or new')
    .option('--limit <n>', 'about how many items to ask for', wholeNumber, 20)
    .option('--keep <word>', "a word that is the system's own, in a path or a value; may be repeated", gathered, [])
    .option('--replace <word>', 'a word that names somebody; may be repeated', gathered, [])
    .addHelpText('after', examples)
    .action(async (name: string, flags: RecordFlags) => {
      const { config, json } = program.opts<{ config?: string; json: boolean }>();
      const options = checkOptions(await optionsOf(config));
      try {
        await record(name, flags, options, terminal({ json, signal }));
      } finally {
        await options.store.close();
      }
    });
}

async function record(name: string, flags: RecordFlags, options: KenningOptions, screen: Terminal): Promise<void> {
  const list = listingOf(name, flags.call, options);
  await makeFolder(flags.out);
  const read = { items: 0, rejected: 0 };
  const { captured, failure } = await captureFetch(async () => {
    for await (const { items, rejected } of walk(list, { limit: flags.limit, signal: screen.signal })) {
      read.items += items.length;
      read.rejected += rejected.length;
      if (read.items >= flags.limit) break;
    }
  });
  screen.signal.throwIfAborted();
  const hide = disguise(flags);
  const files: string[] = [];
  for (const recording of recordingsOf(captured, hide)) {
    const file = join(flags.out, `${flags.call}-${String(files.length + 1).padStart(3, '0')}.json`);
    await writeFile(file, `${JSON.stringify(recording, null, 2)}\n`, { flag: 'wx' });
    files.push(file);
    if (recording.note) screen.say(`${file}: ${recording.note}`);
  }
  const unsure = { kept: hide.doubtful(), replaced: replacedInPaths(captured, hide) };
  if (unsure.replaced.length > 0)
    screen.say(
      `Replaced in paths: ${unsure.replaced.join(', ')}. What the connector itself asks for must stay: --keep WORD.`,
    );
  if (unsure.kept.length > 0)
    screen.say(`Kept: ${unsure.kept.join(', ')}. Does one of them name somebody? Then once more with --replace WORD.`);
  if (failure !== undefined) throw failure;
  if (files.length === 0)
    throw new KenningError(
      'unsupported',
      `Nothing was captured: "${name}" made no call of the global fetch. Leave its option \`fetch\` out; what speaks no HTTP can not be recorded.`,
    );
  screen.say(`${read.items} items were read and ${read.rejected} rejected. Read the files before you share them.`);
  screen.print(files.join('\n'), { files, ...read, ...unsure });
}

function listingOf(
  name: string,
  verb: string,
  { channels = {}, crms = {} }: KenningOptions,
): (options: PageOptions) => Promise<Page<unknown>> {
  const connector = Object.hasOwn(channels, name) ? channels[name] : undefined;
  const adapter = Object.hasOwn(crms, name) ? crms[name] : undefined;
  if (!connector && !adapter)
    throw new KenningError(
      'not-found',
      `There is no channel and no CRM "${name}"; there is ${[...Object.keys(channels), ...Object.keys(crms)].join(', ') || 'none'}.`,
    );
  const ofChannel = listings.find((listing) => listing === verb && connector?.[listing]);
  if (connector && ofChannel) return async (options) => (connector as Required<typeof connector>)[ofChannel](options);
  const ofCrm = crmListings.find((listing) => listing === verb && adapter?.[listing]);
  if (adapter && ofCrm) return async (options) => (adapter as Required<typeof adapter>)[ofCrm](options);
  const able = [
    ...listings.filter((listing) => connector?.[listing]),
    ...crmListings.filter((listing) => adapter?.[listing]),
  ];
  throw new KenningError('invalid', `"${name}" lists no ${verb}; it lists ${able.join(', ') || 'nothing'}.`);
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new KenningError('invalid', `--out ${folder} is not empty. Name a new folder, so that no recording is lost.`);
}
