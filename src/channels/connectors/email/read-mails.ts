import { type FileHandle, open } from 'node:fs/promises';
import type { Rejected } from '../../../core/page.js';
import { codeOf, type MailFile } from './mail-files.js';
import { beginsAsMbox, MboxSplitter } from './mbox.js';

/** A mail as it stands in a file, or why it can not be read. */
export interface RawMail {
  /** File and byte, for people. */
  at: string;
  /** Where the next mail of this file begins. */
  end: number;
  bytes?: Uint8Array;
  rejected?: Rejected;
}

export interface ReadMailsOptions {
  /** Where to begin; absent for a file that was not begun. */
  from?: { offset: number; check: string } | undefined;
  maxBytes: number;
  signal?: AbortSignal | undefined;
}

const chunkBytes = 1024 * 1024;

/**
 * Reads the mails of a file one by one, from a place on. An mbox is streamed; a file without a `From ` line at its
 * beginning is one mail. When the file no longer has a mail at that place, somebody rewrote it, and it is read anew.
 */
export async function* readMails(file: MailFile, options: ReadMailsOptions): AsyncGenerator<RawMail, void, void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file.path, 'r');
    yield* readHandle(handle, file, options);
  } catch (error) {
    const code = codeOf(error);
    if (code === '') throw error;
    const at = file.path;
    yield { at, end: file.size, rejected: { reason: `unreadable: ${code}`, at } };
  } finally {
    await handle?.close();
  }
}

async function* readHandle(
  handle: FileHandle,
  file: MailFile,
  { from: begun, maxBytes, signal }: ReadMailsOptions,
): AsyncGenerator<RawMail, void, void> {
  const { size } = await handle.stat();
  const unchanged = begun && begun.offset <= size && (await hashBefore(handle, begun.offset)) === begun.check;
  if (unchanged && begun.offset === size) return;
  if (size === 0) {
    const at = place(file.path, 0);
    yield { at, end: 0, rejected: { reason: 'empty: the file has no bytes', at } };
    return;
  }
  const from = unchanged ? await nextMark(handle, begun.offset) : undefined;
  if (from !== undefined || (await nextMark(handle, 0)) === 0) {
    yield* readMbox(handle, { ...file, size }, from ?? 0, maxBytes, signal);
    return;
  }
  const at = place(file.path, 0);
  if (size > maxBytes) yield { at, end: size, rejected: tooLarge(at, maxBytes) };
  else yield { at, end: size, bytes: await readWhole(handle, size, signal) };
}

async function* readMbox(
  handle: FileHandle,
  { path, size }: MailFile,
  from: number,
  maxBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<RawMail, void, void> {
  const splitter = new MboxSplitter(maxBytes, from);
  const chunk = new Uint8Array(Math.min(chunkBytes, Math.max(1024, size - from)));
  for (let position = from; ; ) {
    signal?.throwIfAborted();
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
    position += bytesRead;
    const pieces = bytesRead === 0 ? splitter.finish() : splitter.push(chunk.subarray(0, bytesRead));
    for (const { offset, end, bytes } of pieces) {
      const at = place(path, offset);
      yield bytes ? { at, end, bytes } : { at, end, rejected: tooLarge(at, maxBytes) };
    }
    if (bytesRead === 0) return;
  }
}

/** Where the `From ` line stands at this place; line ends before it belong to the mail before. */
async function nextMark(handle: FileHandle, offset: number): Promise<number | undefined> {
  const buffer = new Uint8Array(16);
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
  let at = 0;
  while (at < bytesRead && (buffer[at] === 0x0a || buffer[at] === 0x0d)) at++;
  return beginsAsMbox(buffer.subarray(at, bytesRead)) ? offset + at : undefined;
}

/** A hash of the file's bytes before a place, by which to know that it is still the same file up to there. */
export async function checkOf(path: string, offset: number): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    return await hashBefore(handle, offset);
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return '';
  } finally {
    await handle?.close();
  }
}

/** FNV-1a of the last bytes before a place. */
async function hashBefore(handle: FileHandle, offset: number): Promise<string> {
  const bytes = new Uint8Array(Math.min(512, offset));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset - bytes.length);
  let hash = 0x811c9dc5;
  for (const byte of bytes.subarray(0, bytesRead)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(36);
}

async function readWhole(handle: FileHandle, size: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    signal?.throwIfAborted();
    const { bytesRead } = await handle.read(bytes, length, Math.min(chunkBytes, size - length), length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

function place(path: string, offset: number): string {
  return `${path}, byte ${offset}`;
}

function tooLarge(at: string, maxBytes: number): Rejected {
  return { reason: `too-large: larger than ${maxBytes} bytes; raise maxBytes to read it`, at };
}
