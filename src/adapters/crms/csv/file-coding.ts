import { KenningError } from '../../../core/errors.js';

import type { Encoding } from '../../../core/table/encoding.js';

/**
 * A file as a string of its units (bytes, or pairs of bytes), so that what nobody changes goes back byte for byte, even
 * where it is no valid text.
 */
export interface FileCoding {
  readonly encoding: Encoding;
  unitsOf(bytes: Buffer): string;
  bytesOf(units: string): Buffer;
  /** What units say. */
  decode(units: string): string;
  /** @throws `invalid` for a character that the encoding does not have. */
  encode(text: string): string;
}

/** What all encodings write alike. */
const beyondAscii = /\P{ASCII}/u;

const bytewise = {
  unitsOf: (bytes: Buffer) => bytes.toString('latin1'),
  bytesOf: (units: string) => Buffer.from(units, 'latin1'),
};

const utf8: FileCoding = {
  encoding: 'utf-8',
  ...bytewise,
  decode: (units) => (beyondAscii.test(units) ? Buffer.from(units, 'latin1').toString('utf8') : units),
  encode: (text) => (beyondAscii.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text),
};

const windows1252Text = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
const windows1252Bytes = new Map([...windows1252Text].map((character, byte) => [character, String.fromCharCode(byte)]));

const windows1252: FileCoding = {
  encoding: 'windows-1252',
  ...bytewise,
  decode: (units) => units.replaceAll(/[\x80-\x9f]/g, (byte) => windows1252Text.charAt(byte.charCodeAt(0))),
  encode(text) {
    if (!beyondAscii.test(text)) return text;
    return Array.from(text, (character) => {
      const byte = windows1252Bytes.get(character);
      if (byte === undefined)
        throw new KenningError(
          'invalid',
          'The file is in Windows-1252, which can not hold what is to be written. Save it as UTF-8.',
        );
      return byte;
    }).join('');
  },
};

function utf16(encoding: 'utf-16le' | 'utf-16be', ordered: (bytes: Buffer) => Buffer): FileCoding {
  return {
    encoding,
    unitsOf(bytes) {
      if (bytes.length % 2 === 1)
        throw new KenningError('invalid', 'The file is in UTF-16 and ends in the middle of a character. Save it anew.');
      return ordered(bytes).toString('utf16le');
    },
    bytesOf: (units) => ordered(Buffer.from(units, 'utf16le')),
    decode: (units) => units,
    encode: (text) => text,
  };
}

const codings: Readonly<Record<Encoding, FileCoding>> = {
  'utf-8': utf8,
  'windows-1252': windows1252,
  'utf-16le': utf16('utf-16le', (bytes) => bytes),
  'utf-16be': utf16('utf-16be', (bytes) => Buffer.from(bytes).swap16()),
};

export function codingOf(encoding: Encoding): FileCoding {
  return codings[encoding];
}
