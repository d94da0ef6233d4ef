import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKenningError } from '../../../src/core/errors.js';
import type { Rejected } from '../../../src/core/page.js';
import { type JsonLinesOptions, readJsonLines } from '../../../src/core/table/read-json-lines.js';
import { all, bytesOf } from './bytes.js';

async function read(text: string | Uint8Array, options: JsonLinesOptions = {}) {
  const rejected: Rejected[] = [];
  const lines = await all(readJsonLines(bytesOf(text), { onRejected: (one) => rejected.push(one), ...options }));
  return { lines, rejected };
}

describe('lines of JSON', () => {
  it('are read; those that can not be are rejected with their line', async () => {
    const { lines, rejected } = await read('\uFEFF{"at":1}\r\n\r\n{"at":\n[1]\n{"at":"é"}\n"text"\n{"at":3}');
    expect(lines).toEqual([
      { line: 1, value: { at: 1 } },
      { line: 5, value: { at: 'é' } },
      { line: 7, value: { at: 3 } },
    ]);
    expect(rejected).toEqual([
      { at: 'line 3', reason: expect.stringContaining('no JSON') },
      { at: 'line 4', reason: expect.stringContaining('no object') },
      { at: 'line 6', reason: expect.stringContaining('no object') },
    ]);
  });

  it('that are too long are rejected and not kept', async () => {
    const text = `{"a":"${'x'.repeat(200_000)}"}\n{"a":1}\n${'y'.repeat(200_000)}`;
    const { lines, rejected } = await read(text, { maxLineLength: 1000 });
    expect(lines).toEqual([{ line: 2, value: { a: 1 } }]);
    expect(rejected.map(({ at }) => at)).toEqual(['line 1', 'line 3']);
  });

  it('are never an empty file', async () => {
    await expect(read('', { name: 'calls.jsonl' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('any bytes give lines or an error of kenning', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await read(bytes).catch((error: unknown) => {
          if (!isKenningError(error, 'invalid')) throw error;
        });
      }),
    );
  });
});
