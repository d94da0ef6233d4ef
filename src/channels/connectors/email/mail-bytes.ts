const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const dash = 0x2d;
const mostDashedLines = 20_000;
const mostShortLines = 200_000;
/** Encoded files have lines of 76 characters; only a text of many short lines has more lines than this. */
const shortLine = 60;

/**
 * Why a mail would cost its parser memory out of all proportion, if so. Each line costs some 500 bytes, and each part,
 * which begins with a line that begins with two dashes, several thousand.
 */
export function tooManyLines(bytes: Uint8Array): string | undefined {
  const most = mostShortLines + Math.floor(bytes.length / shortLine);
  let lines = 0;
  let dashed = 0;
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] === dash && bytes[at + 1] === dash && ++dashed > mostDashedLines)
      return `too-many-parts: over ${mostDashedLines} lines begin with "--"`;
    if (++lines > most) return `too-many-lines: over ${most}`;
    const newline = bytes.indexOf(lineFeed, at);
    if (newline < 0) return undefined;
    at = newline + 1;
  }
  return undefined;
}

/** SHA-256 of a mail in hex; the same whatever its line ends and the empty lines after it. */
export async function hashOfMail(bytes: Uint8Array): Promise<string> {
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  for (const byte of bytes) if (byte !== carriageReturn) kept[length++] = byte;
  while (length > 0 && kept[length - 1] === lineFeed) length--;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', kept.subarray(0, length)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
