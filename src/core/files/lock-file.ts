import { randomBytes } from 'node:crypto';
import { link, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { KenningError } from '../errors.js';
import { systemCodeOf } from './file-error.js';

const triesEveryMs = 25;
const waitsMs = 10_000;

/** A lock in which nobody is named for so long: its process ended between making it and writing into it. */
const namelessMs = 2000;

const ownerSchema = z.object({ process: z.int().positive(), host: z.string(), token: z.string() });

/** What this process holds: another one with its number, before a restart, held others. */
const held = new Set<string>();

/**
 * Holds a file against other processes of ours while `work` runs, by a file beside it that only one can create. One that
 * was left by a process that ended on this machine is taken away.
 *
 * @throws `storage-busy` when another process holds it for ten seconds.
 */
export async function withLock<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${file}.lock`;
  const token = randomBytes(6).toString('hex');
  const owner = JSON.stringify({ process: process.pid, host: hostname(), token });
  held.add(token);
  try {
    await take(file, lock, owner);
    try {
      await removeAside(lock);
      return await work();
    } finally {
      await rm(lock, { force: true });
    }
  } finally {
    held.delete(token);
  }
}

async function take(file: string, lock: string, owner: string): Promise<void> {
  for (let waited = 0; !(await create(lock, owner)); waited += triesEveryMs) {
    if (waited >= waitsMs)
      throw new KenningError('storage-busy', `${file} is held by another process. If none runs, delete ${lock}.`);
    await removeLeft(lock);
    await wait(triesEveryMs);
  }
}

async function create(lock: string, owner: string): Promise<boolean> {
  try {
    const handle = await open(lock, 'wx');
    await handle.writeFile(owner);
    await handle.close();
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Takes away a lock whose process has ended. It is moved aside first: of several that try, one gets it. */
async function removeLeft(lock: string): Promise<void> {
  const owner = await textOf(lock);
  if (owner === undefined || !(owner === '' ? await isOld(lock) : hasEnded(owner))) return;
  const aside = `${lock}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(lock, aside);
    // Another process was quicker and holds it now: it gets its lock back.
    if ((await textOf(aside)) !== owner) await link(aside, lock);
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** Takes away what processes that ended in the middle of that have moved aside. */
async function removeAside(lock: string): Promise<void> {
  const folder = dirname(lock);
  const begin = `${basename(lock)}.`;
  for (const name of await readdir(folder)) if (name.startsWith(begin)) await rm(join(folder, name), { force: true });
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function hasEnded(owner: string): boolean {
  const parsed = ownerSchema.safeParse(jsonOf(owner));
  if (!parsed.success || parsed.data.host !== hostname()) return false;
  if (parsed.data.process === process.pid) return !held.has(parsed.data.token);
  try {
    process.kill(parsed.data.process, 0);
    return false;
  } catch (error) {
    return systemCodeOf(error) === 'ESRCH';
  }
}

async function isOld(lock: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(lock)).mtimeMs > namelessMs;
  } catch {
    return false;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
