import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { listings } from '../../channels/connector.js';
import { KenningError } from '../../core/errors.js';
import type { Page, PageOptions } from '../../core/page.js';
import { checkOptions, type KenningOptions } from '../../kenning-options.js';
import { optionsOf } from '../config.js';
import { wholeNumber } from '../files/options.js';
import { captureFetch } from '../record/captured-fetch.js';
import { recordingsOf } from '../record/recording.js';
import { type Terminal, terminal } from '../terminal.js';

interface RecordFlags {
  call: string;
  limit: number;
  out: string;
}

const crmListings = ['contacts', 'activities', 'cases', 'deals'] as const;

const examples = `
Examples:
  kenning record brand --call mentions --limit 20 --out test/recorded/mentions
  kenning record sales --call contacts --out test/recorded/contacts

Each exchange becomes a file of JSON: { request, response }. Structure, numbers and the system's own words stay; people,
texts, addresses, ids and dates are made up, the same for the same everywhere. Read the files before you share them.`;

/** `kenning record`: what does the system really answer, without its people? */
export function recordCommand(program: Command, signal: AbortSignal): void {
  program
    .command('record')
    .argument('<name>', 'a channel or CRM of the configuration')
    .description('capture live answers for tests, with secrets removed and people replaced')
    .requiredOption('--call <verb>', `a listing: ${[...listings, ...crmListings].join(', ')}`)
    .requiredOption('--out <folder>', 'where the files go; it must be empty or new')
    .option('--limit <n>', 'the most items to ask for', wholeNumber, 20)
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
  let page: Page<unknown> | undefined;
  const { captured, failure } = await captureFetch(async () => {
    page = await list({ limit: flags.limit, signal: screen.signal });
  });
  screen.signal.throwIfAborted();
  const files: string[] = [];
  for (const recording of recordingsOf(captured)) {
    const file = join(flags.out, `${flags.call}-${String(files.length + 1).padStart(3, '0')}.json`);
    await writeFile(file, `${JSON.stringify(recording, null, 2)}\n`, { flag: 'wx' });
    files.push(file);
    if (recording.note) screen.say(`${file}: ${recording.note}`);
  }
  if (failure !== undefined) throw failure;
  if (files.length === 0)
    throw new KenningError(
      'unsupported',
      `Nothing was captured: "${name}" made no call of the global fetch. Leave its option \`fetch\` out; what speaks no HTTP can not be recorded.`,
    );
  const [items, rejected] = [page?.items.length ?? 0, page?.rejected.length ?? 0];
  screen.say(`${items} items were read and ${rejected} rejected. Read the files before you share them.`);
  screen.print(files.join('\n'), { files, items, rejected });
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
