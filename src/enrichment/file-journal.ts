import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { KenningError } from '../core/errors.js';
import { withLock } from '../core/files/lock-file.js';
import { type Journal, type JournalEntry, journalEntry } from './journal.js';

const head = '{"kenning":"enrichment","version":1}';
/** What is longer is no line of ours. */
const longestLine = 5_000_000;
/** It holds what people say of themselves: nobody else on the machine need read it. */
const mode = 0o600;

/**
 * Works with a journal in a file, one line an entry, which no other process may use meanwhile. A line that was cut off when
 * a process ended, or was damaged, counts as never written.
 *
 * @throws KenningError `invalid` for a file that is no journal; `storage-busy` when another process uses it.
 */
export function withFileJournal<Result>(file: string, work: (journal: Journal) => Promise<Result>): Promise<Result> {
  return withLock(file, async () => {
    let handle = await openForAppending(file);
    try {
      return await work({
        entries: () => entriesOf(file),
        append: (entry) => handle.appendFile(lineOf(entry)),
        async keepOnly(keys) {
          if (!(await holdsOthers(file, keys))) return;
          await handle.close();
          await rewrite(file, keys);
          handle = await openForAppending(file);
        },
      });
    } finally {
      await handle.close();
    }
  });
}

/** The entries of a journal; none when there is no file yet. @throws KenningError `invalid` for a file that is none */
export async function* entriesOf(file: string): AsyncGenerator<JournalEntry, void, void> {
  if (!(await stat(file).catch(() => undefined))) return;
  const input = createReadStream(file, 'utf8');
  let isFirst = true;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (isFirst && line !== head)
        throw new KenningError(
          'invalid',
          `${file} is no journal of look-ups. Name another file, or move this one away.`,
        );
      const entry = isFirst || line.length > longestLine ? undefined : read(line);
      isFirst = false;
      if (entry) yield entry;
    }
  } finally {
    input.destroy();
  }
}

/** Whoever reads lines takes these two characters for ends of lines, and JSON leaves them as they are. */
function lineOf(entry: JournalEntry): string {
  return `${JSON.stringify(entry).replace(/[\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16)}`)}\n`;
}

function read(line: string): JournalEntry | undefined {
  try {
    return journalEntry.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

async function openForAppending(file: string): Promise<FileHandle> {
  for await (const _entry of entriesOf(file)) break;
  const handle = await open(file, 'a+', mode);
  const { size } = await handle.stat();
  if (size === 0) await handle.appendFile(`${head}\n`);
  else {
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    // A line that was cut off must not swallow the next one.
    if (buffer[0] !== 0x0a) await handle.appendFile('\n');
  }
  return handle;
}

async function holdsOthers(file: string, keys: ReadonlySet<string>): Promise<boolean> {
  for await (const entry of entriesOf(file)) if (!isKept(entry, keys)) return true;
  return false;
}

function isKept({ key, state }: JournalEntry, keys: ReadonlySet<string>): boolean {
  return state === 'answered' && keys.has(key);
}

/** The new file takes the old one's place in one step. */
async function rewrite(file: string, keys: ReadonlySet<string>): Promise<void> {
  const beside = `${file}.tmp`;
  await rm(beside, { force: true });
  const handle = await open(beside, 'wx', mode);
  try {
    await handle.appendFile(`${head}\n`);
    for await (const entry of entriesOf(file)) if (isKept(entry, keys)) await handle.appendFile(lineOf(entry));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}
