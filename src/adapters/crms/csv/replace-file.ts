import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface ReplaceOptions {
  /** The file whose owner and mode the new one gets. Defaults to the old one. */
  like?: string;
  /** Called right before the new file takes the old one's place; what it throws leaves the old one. */
  lastLook: () => Promise<void>;
}

/**
 * Puts a new file in the place of another, in one step: whenever the process ends, the old or the new one is there whole.
 * The new one is on the disk before it takes the place, and keeps owner and mode.
 *
 * @param file with links resolved, so that a link stays one; its lock is held
 */
export async function replaceFile(
  file: string,
  bytes: Uint8Array,
  { like = file, lastLook }: ReplaceOptions,
): Promise<void> {
  const temporary = `${file}.tmp`;
  let handle: FileHandle | undefined;
  try {
    // One that a process left behind when it ended.
    await rm(temporary, { force: true });
    handle = await open(temporary, 'wx', 0o600);
    await keepOwner(handle, like);
    await handle.writeFile(bytes);
    await handle.sync();
    await handle.close();
    handle = undefined;
    await lastLook();
    await rename(temporary, file);
  } catch (error) {
    await handle?.close();
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

async function keepOwner(handle: FileHandle, like: string): Promise<void> {
  const { mode, uid, gid } = await stat(like);
  const made = await handle.stat();
  if (made.uid !== uid || made.gid !== gid) await handle.chown(uid, gid).catch(ignoreRefusal);
  await handle.chmod(mode & 0o7777);
}

/** Only the system's administrator can give files away. */
function ignoreRefusal(): void {}

/** Makes the folder's new entry last. Systems that can not sync folders do it by themselves. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // Windows opens no folders.
  } finally {
    await handle?.close();
  }
}
