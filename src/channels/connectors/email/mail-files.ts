import { opendir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { KenningError } from '../../../core/errors.js';
import type { Rejected } from '../../../core/page.js';

/** A file that holds mails, where it stands in the order of reading. */
export interface MailFile {
  /** As the app named it, or its folder. */
  path: string;
  /** Which of the app's entries it belongs to. */
  entry: number;
  /** In a folder: when it was last changed, which orders it; else 0. */
  order: number;
  changedMs: number;
  size: number;
}

export interface MailFilesOptions {
  files: readonly string[];
  /** Ends of names, in lower case, that are read in folders. */
  extensions: readonly string[];
  signal?: AbortSignal | undefined;
}

const mostFiles = 1_000_000;

/**
 * Lists the files to be read: in the order in which they were named, those of a folder and its subfolders oldest first.
 * What is unreadable within a folder is rejected; what the app named itself must be there.
 */
export async function listMailFiles(options: MailFilesOptions): Promise<{ files: MailFile[]; rejected: Rejected[] }> {
  const rejected: Rejected[] = [];
  const files: MailFile[] = [];
  for (const [entry, path] of options.files.entries()) {
    const found = await namedStat(path);
    if (found.isFile()) files.push({ path, entry, order: 0, changedMs: found.mtimeMs, size: found.size });
    else if (!found.isDirectory()) throw new KenningError('invalid', `${path} is neither a file nor a folder`);
    else {
      const inside: MailFile[] = [];
      await walkFolder(path, entry, options, inside, rejected);
      files.push(...inside.sort(compareFiles));
    }
  }
  return { files, rejected };
}

/** The order of reading. */
export function compareFiles(left: Pick<MailFile, 'entry' | 'order' | 'path'>, right: typeof left): number {
  if (left.entry !== right.entry) return left.entry - right.entry;
  if (left.order !== right.order) return left.order - right.order;
  return left.path < right.path ? -1 : left.path > right.path ? 1 : 0;
}

async function namedStat(path: string) {
  try {
    return await stat(path);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new KenningError('not-found', `There is no file or folder ${path}; check the option files`, { cause });
    throw new KenningError('forbidden', `${path} can not be read (${code})`, { cause });
  }
}

async function walkFolder(
  folder: string,
  entry: number,
  options: MailFilesOptions,
  files: MailFile[],
  rejected: Rejected[],
): Promise<void> {
  options.signal?.throwIfAborted();
  try {
    for await (const child of await opendir(folder)) {
      const path = join(folder, child.name);
      if (child.name.startsWith('.')) continue;
      if (child.isDirectory()) await walkFolder(path, entry, options, files, rejected);
      else if (child.isFile() && isMailName(folder, child.name, options.extensions)) {
        const found = await stat(path);
        files.push({ path, entry, order: found.mtimeMs, changedMs: found.mtimeMs, size: found.size });
      }
      if (files.length > mostFiles)
        throw new KenningError('too-large', `${folder} holds over ${mostFiles} mails; name its subfolders instead`);
    }
  } catch (error) {
    if (codeOf(error) === '') throw error;
    rejected.push({ reason: `unreadable: ${codeOf(error)}`, at: folder });
  }
}

/** In a maildir's `cur` and `new` every file is a mail. */
function isMailName(folder: string, name: string, extensions: readonly string[]): boolean {
  const lower = name.toLowerCase();
  if (extensions.some((extension) => lower.endsWith(extension))) return true;
  const parent = folder.slice(folder.lastIndexOf(sep) + 1);
  return parent === 'cur' || parent === 'new';
}

/** The system's word for a failure, such as `ENOENT`; empty when it is another error. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
