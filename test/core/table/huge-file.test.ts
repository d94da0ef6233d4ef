import { describe, expect, it } from 'vitest';
import type { Rejected } from '../../../src/core/page.js';
import { readTable } from '../../../src/core/table/read-table.js';

const megabyte = 1_048_576;

/** Bytes that are made while they are read: a beginning, then the same chunk over and over. */
async function* endless(start: string, chunk: string, total: number): AsyncGenerator<Uint8Array, void, void> {
  const encoder = new TextEncoder();
  yield encoder.encode(start);
  const bytes = encoder.encode(chunk);
  for (let made = 0; made < total; made += bytes.length) yield bytes;
}

const memory = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / megabyte;
};

describe('a huge file', () => {
  it('is read in memory that does not grow with it', async () => {
    const row = 'Ann Lee,ann.lee@example.org,"Juneau, AK",Manager of very many different things at Example Works\n';
    const count = 700;
    const table = await readTable(endless('name,email,place,title\n', row.repeat(count), 200 * megabyte));
    const before = memory();
    let rows = 0;
    let most = 0;
    for await (const { cells } of table.rows()) {
      rows += cells.length === 4 ? 1 : 0;
      if (rows % 50_000 === 0) most = Math.max(most, memory());
    }
    expect(rows).toBe(Math.ceil((200 * megabyte) / (row.length * count)) * count);
    expect(most - before).toBeLessThan(150);
  }, 120_000);

  it('with a quote that is never closed, or one endless line, is neither kept nor read over and over', async () => {
    const open = 'id,name\n1,Ann\n2,"Bo\n';
    for (const [start, chunk, rows] of [
      [open, 'x'.repeat(65_536), 1],
      [open, `${'x'.repeat(65_535)}\n`, 1],
      [
        `${open}${'x'.repeat(3 * megabyte)}\n`,
        '3,Cy\n'.repeat(10_000),
        10_000 * Math.ceil((20 * megabyte) / 50_000) + 1,
      ],
    ] as const) {
      const rejected: Rejected[] = [];
      const table = await readTable(endless(start, chunk, 20 * megabyte), { onRejected: (one) => rejected.push(one) });
      const before = memory();
      let found = 0;
      for await (const row of table.rows()) found += row.cells.length / 2;
      expect(found).toBe(rows);
      expect(rejected[0]?.at).toBe('line 3');
      expect(memory() - before).toBeLessThan(150);
    }
  }, 120_000);
});
