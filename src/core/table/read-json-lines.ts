import { KenningError } from '../errors.js';
import type { Rejected } from '../page.js';
import { type TextSourceOptions, textSource } from './text-source.js';

export interface JsonLinesOptions extends TextSourceOptions {
  /** A line with more characters is rejected. Defaults to 1,048,576. */
  maxLineLength?: number;
  /** Called with each line that can not be read, in their order. */
  onRejected?: (rejected: Rejected) => void;
}

/** An object on a line of its own. */
export interface JsonLine {
  /** From 1. */
  line: number;
  value: Record<string, unknown>;
}

/**
 * Reads a file with a JSON object a line, in memory that does not grow with it. Lines that can not be read are told to
 * `onRejected`; those before and after go through. Empty lines are passed over.
 *
 * @throws KenningError `invalid` for an empty file and one that is no text.
 * @example
 * for await (const { value } of readJsonLines(bytes, { name: 'calls.jsonl' })) console.log(value.at);
 */
export async function* readJsonLines(
  bytes: AsyncIterable<Uint8Array>,
  options: JsonLinesOptions = {},
): AsyncGenerator<JsonLine, void, void> {
  const { maxLineLength = 1_048_576, onRejected } = options;
  if (!(maxLineLength >= 1)) throw new KenningError('invalid', 'maxLineLength must be at least 1.');
  const { chunks } = await textSource(bytes, options);
  for await (const { line, text } of linesOf(chunks, maxLineLength)) {
    const read =
      text === undefined ? `it is longer than ${maxLineLength} characters; raise maxLineLength` : objectOf(text);
    if (typeof read === 'string') onRejected?.({ reason: read, at: `line ${line}` });
    else if (read) yield { line, value: read };
  }
}

/** Lines with their numbers; the text of one that is too long is not kept. */
async function* linesOf(
  chunks: AsyncIterable<string>,
  maxLength: number,
): AsyncGenerator<{ line: number; text: string | undefined }, void, void> {
  let line = 1;
  let text: string | undefined = '';
  const add = (part: string): void => {
    text = text === undefined || text.length + part.length > maxLength ? undefined : text + part;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      add(chunk.slice(start, end));
      yield { line, text };
      line += 1;
      text = '';
      start = end + 1;
    }
    add(chunk.slice(start));
  }
  yield { line, text };
}

/** The object on a line, nothing on an empty one, else why it can not be read. */
function objectOf(text: string): Record<string, unknown> | string | undefined {
  if (text.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    return 'it is JSON and no object; write one object a line';
  } catch {
    return 'it is no JSON; write one object a line';
  }
}
