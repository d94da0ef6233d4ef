import type { Cursor, Rejected } from '../../../core/page.js';
import type { MailPosition } from './mail-cursor.js';
import type { MailFile } from './mail-files.js';

/** What is still to be read, and where in its file to begin. */
export interface UnreadFiles {
  files: { file: MailFile; from: MailPosition | undefined }[];
  /** What could not be listed. */
  rejected: Rejected[];
  /** Keeps the listing for the page that begins at this cursor. */
  goOn(cursor: Cursor): Cursor;
}

/**
 * Lists what comes after a place. The listing of the last page is kept for the one that follows it, since looking at
 * all files again for each page would take longer than reading them.
 */
export function unreadFiles(options: { files: string[]; extensions: string[] }) {
  let kept: { cursor: Cursor; files: MailFile[] } | undefined;
  return async (
    cursor: Cursor | undefined,
    from: MailPosition | undefined,
    signal: AbortSignal | undefined,
  ): Promise<UnreadFiles> => {
    const { compareFiles, listMailFiles } = await import('./mail-files.js');
    const known = cursor !== undefined && kept?.cursor === cursor ? kept.files : undefined;
    kept = undefined;
    const { files, rejected } = known ? { files: known, rejected: [] } : await listMailFiles({ ...options, signal });
    const goOn = (next: Cursor): Cursor => {
      kept = { cursor: next, files };
      return next;
    };
    if (!from) return { files: files.map((file) => ({ file, from: undefined })), rejected, goOn };
    // The file that was begun goes on first, even if it has grown and so stands later in the order now.
    const begun = files.find(({ entry, path }) => entry === from.entry && path === from.path);
    const later = files.filter((file) => file !== begun && compareFiles(file, from) > 0);
    return {
      files: [...(begun ? [{ file: begun, from }] : []), ...later.map((file) => ({ file, from: undefined }))],
      rejected: [],
      goOn,
    };
  };
}
