import { KenningError } from '../errors.js';
import type { Encoding } from './encoding.js';

/** How files begin that are often given in place of a table, and what to do with them. */
const beginnings: readonly { bytes: readonly number[]; is: string }[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    is: 'an Excel workbook or a zip archive. Save it as CSV UTF-8, or unpack it first',
  },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], is: 'an old Excel workbook. Save it as CSV UTF-8' },
  { bytes: [0x1f, 0x8b], is: 'compressed with gzip. Unpack it first' },
  { bytes: [0x25, 0x50, 0x44, 0x46], is: 'a PDF. Export the table as CSV instead' },
  { bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20], is: 'an SQLite database. Export the table as CSV' },
];

/** Throws when a file's first bytes are no text. */
export function refuseBinary(head: Uint8Array, name: string, encoding: Encoding | undefined): void {
  const known = beginnings.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte));
  if (known) throw new KenningError('invalid', `${name} is ${known.is}.`);
  if (encoding?.startsWith('utf-16')) return;
  if (head.includes(0))
    throw new KenningError('invalid', `${name} is no text: it holds zero bytes. Export the table as CSV UTF-8.`);
}
