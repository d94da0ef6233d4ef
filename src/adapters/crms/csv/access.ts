import { constants, access as mayUse, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Access } from '../../../core/access.js';
import { systemCodeOf, withFileErrors } from '../../../core/files/file-error.js';
import type { ContactList, ContactListOptions } from './contact-list.js';

/**
 * Reads the list, and looks whether it and the file of activities may be written. A new file takes the old one's place, so
 * that the folders must be writable too.
 */
export async function access(
  list: ContactList,
  { file, activities }: ContactListOptions,
  signal: AbortSignal | undefined,
): Promise<Access> {
  signal?.throwIfAborted();
  await list.read();
  signal?.throwIfAborted();
  return withFileErrors(file, async () => {
    const path = await realpath(file);
    const missing: Access['missing'] = [];
    for (const [place, verbs] of [
      [path, ['upsert', 'erase']],
      [dirname(path), ['upsert', 'erase', 'logActivity']],
      [activities, ['logActivity', 'erase']],
      [dirname(activities), ['logActivity', 'erase']],
    ] as const) {
      const known = missing.find(({ scope }) => scope === `write ${place}`);
      if (!known && !(await isWritable(place))) missing.push({ scope: `write ${place}`, verbs: [...verbs] });
    }
    return { account: file, missing, quotas: [], notes: [] };
  });
}

/** What is not there yet is made. */
async function isWritable(place: string): Promise<boolean> {
  try {
    await mayUse(place, constants.W_OK);
    return true;
  } catch (error) {
    return systemCodeOf(error) === 'ENOENT';
  }
}
