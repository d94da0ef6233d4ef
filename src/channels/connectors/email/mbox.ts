const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const greater = 0x3e;
const mark = new TextEncoder().encode('From ');
/** Longer lines separate no mails. */
const longestSeparator = 512;

/** A mail of an mbox, or the note that there was a larger one than may be read. */
export interface MboxPiece {
  /** Where its `From ` line begins, in bytes from the file's beginning. */
  offset: number;
  /** Where the next piece begins. */
  end: number;
  /** Without the `From ` line; undefined when it is larger than allowed. */
  bytes: Uint8Array | undefined;
}

/**
 * Splits an mbox that comes in chunks. A mail begins at a `From ` line at the file's beginning, or after an empty line
 * when it holds a weekday, a time and a year, as every program that writes an mbox puts them there; so a sentence that
 * begins with `From ` and was not escaped separates nothing. `>From ` is unescaped (mboxrd). Memory stays below the largest mail.
 */
export class MboxSplitter {
  readonly #maxBytes: number;
  #parts: Uint8Array[] = [];
  #size = 0;
  #tooLarge = false;
  /** Where the present piece begins. */
  #offset: number;
  /** Where the bytes that come next stand. */
  #position: number;
  /** The beginning of a line whose end has not come. */
  #rest: Uint8Array = new Uint8Array(0);
  #atLineStart = true;
  #afterBlank = false;
  /** The `From ` line itself is no part of the mail. */
  #inSeparator = true;

  /** @param offset - Where in the file the first chunk stands: at a `From ` line. */
  constructor(maxBytes: number, offset: number) {
    this.#maxBytes = maxBytes;
    this.#offset = offset;
    this.#position = offset;
  }

  /** Takes the next chunk and gives the mails that ended in it. */
  push(chunk: Uint8Array): MboxPiece[] {
    const data = this.#rest.length === 0 ? chunk : joined([this.#rest, chunk]);
    const base = this.#position - this.#rest.length;
    this.#position += chunk.length;
    const pieces: MboxPiece[] = [];
    let kept = 0;
    let at = 0;
    for (let newline = data.indexOf(lineFeed); newline >= 0; newline = data.indexOf(lineFeed, at)) {
      if (this.#inSeparator) {
        this.#inSeparator = false;
        kept = newline + 1;
      } else if (this.#atLineStart && this.#afterBlank && isSeparator(data, at, newline)) {
        this.#keep(data.subarray(kept, at));
        pieces.push(this.#piece(base + at));
        kept = newline + 1;
      }
      this.#afterBlank = this.#atLineStart && isBlank(data, at, newline);
      this.#atLineStart = true;
      at = newline + 1;
    }
    // A line that is too long to separate mails need not be held back.
    const longLine = data.length - at > longestSeparator;
    if (longLine) this.#atLineStart = false;
    const end = longLine ? data.length : at;
    if (!this.#inSeparator) this.#keep(data.subarray(kept, end));
    this.#rest = data.slice(end);
    return pieces;
  }

  /** Gives the last mail. */
  finish(): MboxPiece[] {
    if (!this.#inSeparator) this.#keep(this.#rest);
    this.#rest = new Uint8Array(0);
    return [this.#piece(this.#position)];
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#tooLarge) return;
    this.#size += bytes.length;
    if (this.#size <= this.#maxBytes) this.#parts.push(bytes.slice());
    else {
      this.#tooLarge = true;
      this.#parts = [];
    }
  }

  #piece(end: number): MboxPiece {
    const bytes = this.#tooLarge ? undefined : unescapeFrom(joined(this.#parts));
    const piece = { offset: this.#offset, end, bytes };
    this.#offset = end;
    this.#parts = [];
    this.#size = 0;
    this.#tooLarge = false;
    return piece;
  }
}

/** Whether a file that begins so is an mbox. */
export function beginsAsMbox(bytes: Uint8Array): boolean {
  return startsWith(bytes, 0, mark);
}

function isSeparator(data: Uint8Array, start: number, end: number): boolean {
  if (end - start > longestSeparator || !startsWith(data, start, mark)) return false;
  const line = new TextDecoder('latin1').decode(data.subarray(start, end));
  return /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/.test(line) && /\d:\d\d/.test(line) && /\b(?:19|20)\d\d\b/.test(line);
}

function isBlank(data: Uint8Array, start: number, end: number): boolean {
  return end === start || (end === start + 1 && data[start] === carriageReturn);
}

function startsWith(bytes: Uint8Array, at: number, start: Uint8Array): boolean {
  for (let index = 0; index < start.length; index++) if (bytes[at + index] !== start[index]) return false;
  return true;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Takes one `>` from lines of `>From `, `>>From `… */
function unescapeFrom(bytes: Uint8Array): Uint8Array {
  let length = 0;
  let copied = 0;
  for (let at = 0; at >= 0 && at < bytes.length; ) {
    if (bytes[at] === greater) {
      let after = at;
      while (bytes[after] === greater) after++;
      if (startsWith(bytes, after, mark)) {
        bytes.copyWithin(length, copied, at);
        length += at - copied;
        copied = at + 1;
      }
    }
    const newline = bytes.indexOf(lineFeed, at);
    at = newline < 0 ? -1 : newline + 1;
  }
  bytes.copyWithin(length, copied);
  return bytes.subarray(0, length + bytes.length - copied);
}
