import { type ErrorCode, KenningError } from '../errors.js';

const meanings: Readonly<Record<string, [code: ErrorCode, advice: string]>> = {
  ENOENT: ['not-found', 'is not there, or its folder is not. Check the path'],
  ENOTDIR: ['not-found', 'is not there. Check the path'],
  EISDIR: ['invalid', 'is a folder. Name a file'],
  EACCES: ['forbidden', 'may not be read or written by this user. Change the permissions of it and of its folder'],
  EPERM: ['forbidden', 'may not be written by this user. Change the permissions of it and of its folder'],
  EROFS: ['forbidden', 'lies on a disk that can only be read. Move it to one that can be written'],
  ENOSPC: ['storage-full', 'can not be written: the disk is full. Make room; the old file is as it was'],
  EDQUOT: ['storage-full', 'can not be written: the quota is used up. Make room; the old file is as it was'],
  EFBIG: ['storage-full', 'can not be written: files here may not be as large. The old file is as it was'],
  EMFILE: ['storage-busy', 'can not be opened: too many files are open. Try again'],
  EBUSY: ['storage-busy', 'is in use by another program. Close it there and try again'],
  ELOOP: ['invalid', 'is a link that leads back to itself. Mend the link'],
};

/** The system's word for a failure, such as `ENOENT`. */
export function systemCodeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Does something with a file; a failure of the system becomes an error that says what to do. */
export async function withFileErrors<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const system = systemCodeOf(error);
    if (system === undefined) throw error;
    const [code, advice] = meanings[system] ?? ['unexpected', 'can not be read or written'];
    throw new KenningError(code, `${file} ${advice} (${system}).`, { cause: error });
  }
}
