import { KenningError } from '../../../core/errors.js';
import type { ParsedOptions } from './options.js';
import { oneOf } from './soql.js';

/** The longest text that a field for keys holds. */
const longest = 255;

/** A key as Salesforce keeps it. Ours fit; one that does not is told by its ends and a hash of the whole (FNV-1a). */
export function keyOf(key: string, most = longest): string {
  if (key.length <= most && key === key.trim()) return key;
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(key)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return `${key.trim().slice(0, 200).trim()} #${hash.toString(16)}`;
}

export function missingKey(object: string, { keyField }: Pick<ParsedOptions, 'keyField'>): KenningError {
  return keyField
    ? new KenningError(
        'invalid',
        `salesforce: ${object} has no external-id field ${keyField} that this user may write; make it, or let the user edit it.`,
      )
    : new KenningError(
        'unsupported',
        `salesforce: without keyField a new ${object} could be made twice; make an external-id field and name it.`,
      );
}

/** A standard field of tasks that only telephone systems use; what we put there begins with a word that none of them does. */
const callObject = 'CallObject';
const mark = 'kenning:';

/** Where a task keeps the key with which we wrote it. */
export interface TaskKey {
  field: string;
  write(key: string): string;
  /** The key in a value of the field, undefined when it is not ours. */
  read(value: unknown): string | undefined;
  /** The condition of tasks that we wrote with these keys, or with any. */
  where(keys?: readonly string[]): string;
}

export function taskKey({ keyField }: Pick<ParsedOptions, 'keyField'>): TaskKey {
  const field = keyField ?? callObject;
  const before = keyField ? '' : mark;
  const write = (key: string) => `${before}${keyOf(key, longest - before.length)}`;
  return {
    field,
    write,
    read: (value) =>
      typeof value === 'string' && value.length > before.length && value.startsWith(before)
        ? value.slice(before.length)
        : undefined,
    where: (keys) =>
      keys ? oneOf(field, keys.map(write)) : keyField ? `${field} != null` : `${field} LIKE '${mark}%'`,
  };
}
