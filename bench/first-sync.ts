import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contextOf } from '../src/core/context.js';
import { sqlite } from '../src/core/store/sqlite.js';
import { matcher } from '../src/identity/matcher/matcher.js';
import { registrar } from '../src/identity/registrar.js';
import { type Bench, type Figure, rounded } from './figure.js';
import { contact } from './first-sync/contact.js';
import type { Step } from './first-sync/sync.js';
import type { Parts } from './profile.js';

const processOf = (name: string, words: string[], flags: string[] = []): ChildProcess =>
  fork(fileURLToPath(new URL(`./first-sync/${name}.ts`, import.meta.url)), words, {
    execArgv: [...process.execArgv.filter((flag) => !flag.startsWith('--max')), ...flags],
  });

/**
 * Every contact of a CRM that lists them over HTTP, into an empty SQLite store, in a process with a heap of 256 MB: until
 * they are stored, until they are found by their addresses, and until all are recognized. The time for which pages are
 * waited is the CRM's own and stands apart.
 */
export const firstSync: Bench = async ({ quick, count = quick ? 20_000 : 1_000_000 }) => {
  const server = processOf('server', [String(count)]);
  const [port] = (await once(server, 'message')) as [number];
  const url = `http://127.0.0.1:${port}/`;
  const folder = mkdtempSync(join(tmpdir(), 'kenning-bench-'));
  try {
    const file = join(folder, 'first.sqlite');
    const steps = (await told(processOf('sync', [url, file], ['--max-old-space-size=256']))) as Step[];
    const [stored, findable, recognized] = steps as [Step, Step, Step];
    const taken = stored.seconds - stored.waited + findable.seconds;
    const isWhole = count === 1_000_000;
    return [
      ...steps.map(
        (step): Figure => ({ what: `${count} contacts ${step.step}`, value: rounded(step.seconds, 1), unit: 's' }),
      ),
      { what: 'of it waiting for pages', value: rounded(stored.waited, 1), unit: 's' },
      {
        what: 'stored and findable beyond waiting for pages',
        value: rounded(taken, 1),
        unit: 's',
        ...(isWhole && { aim: { atMost: 150 } }),
      },
      { what: 'processor time of it', value: rounded(stored.processor + findable.processor, 1), unit: 's' },
      {
        what: 'drain of the queue of recognition',
        value: rounded(Math.min(count, 20_000) / recognized.seconds),
        unit: 'contacts/s',
      },
      {
        what: 'most memory of the process',
        value: rounded(Math.max(...steps.map(({ peak }) => peak)) / 1e6),
        unit: 'MB',
        aim: { atMost: 500 },
      },
      { what: 'the file', value: rounded(statSync(file).size / 1e6), unit: 'MB' },
      {
        what: 'of 1,000 that were looked for by address, not found',
        value: await missed(file, count),
        unit: '',
        aim: { atMost: 0 },
      },
      ...(await shares(url, join(folder, 'profile.sqlite'), count)),
    ];
  } finally {
    server.disconnect();
    rmSync(folder, { recursive: true });
  }
};

/** All that a process tells until it ends. */
async function told(child: ChildProcess): Promise<unknown[]> {
  const messages: unknown[] = [];
  child.on('message', (message) => {
    messages.push(message);
    process.stderr.write(`${JSON.stringify(message)}\n`);
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`The sync ended with ${code}.`);
  return messages;
}

async function missed(file: string, count: number): Promise<number> {
  const store = sqlite({ file });
  const { find } = registrar({ resolver: matcher(), context: contextOf() });
  let missing = 0;
  for (let number = 0; number < count; number += Math.ceil(count / 1000)) {
    const found = await find(store, { kind: 'email', scope: '', value: contact(number).properties.email });
    if (found.length === 0) missing += 1;
  }
  await store.close();
  return missing;
}

/** In which parts of the code the time goes, with few contacts. */
async function shares(url: string, file: string, count: number): Promise<Figure[]> {
  if (count > 50_000) return [];
  const messages = (await told(processOf('sync', [url, file, 'profile']))) as { shares?: Parts }[];
  const parts = messages.find((message) => message.shares)?.shares ?? [];
  return parts
    .filter(({ share }) => share >= 0.01)
    .map(({ part, share }) => ({ what: `time in: ${part}`, value: rounded(share * 100), unit: '%' }));
}
