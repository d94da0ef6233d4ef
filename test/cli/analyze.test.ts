import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import { csvLine } from '../../src/core/table/csv-line.js';
import { madeUpTexts } from '../channels/listening/analysis/made-up-texts.js';
import { commandIn } from './run-kenning.js';

const { folder, run } = commandIn();
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, rows: readonly (readonly string[])[]) =>
  writeFileSync(join(folder, name), `${rows.map((row) => csvLine(row)).join('\n')}\n`);
const read = (name: string) => readFileSync(join(folder, name));

describe('kenning train and kenning analyze', () => {
  it('learn labels and find them again, a row a post', async () => {
    write('texts.csv', [['text', 'label'], ...madeUpTexts().map(({ text, label }) => [text, label])]);
    const trained = await run('train', 'texts.csv', '--text', 'text', '--label', 'label', '--out', 'model.json');
    expect(`${trained.code} ${trained.err}`).toMatch(/^0/);
    expect(trained.out).toContain('3 labels');
    await run('train', 'texts.csv', '--text', 'text', '--label', 'label', '--out', 'again.json');
    expect(read('again.json').equals(read('model.json'))).toBe(true);
    write('posts.csv', [
      ['id', 'body'],
      ['1', 'I am so happy, please refund this lovely lamp'],
      ['2', ''],
      ['3', 'x'.repeat(1_000_000)],
      ['4', 'Wo ist denn das Paket?\nIch warte noch immer'],
    ]);
    const ended = await run('analyze', 'posts.csv', '--text', 'body', '--model', 'model.json', '--out', 'signals.csv');
    expect(`${ended.code} ${ended.err}`).toMatch(/^0/);
    const rows: Record<string, string>[] = parse(read('signals.csv'), { columns: true });
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({ language: 'en', sentiment: 'positive', intent: 'refund' });
    expect(rows[3]).toMatchObject({ language: 'de', sentiment: 'unsupported', score: '' });
  });

  it('say what is wrong, and where', async () => {
    write('few.csv', [
      ['text', 'label'],
      ['one', 'a'],
    ]);
    const few = await run('train', 'few.csv', '--text', 'text', '--label', 'label', '--out', 'few.json');
    expect(few).toMatchObject({ code: 2, err: expect.stringContaining('at least two labels') });
    const column = await run('analyze', 'few.csv', '--text', 'body', '--out', 'out.csv');
    expect(column).toMatchObject({ code: 2, err: expect.stringContaining('body') });
    const model = await run('analyze', 'few.csv', '--text', 'text', '--model', 'few.csv', '--out', 'out.csv');
    expect(model).toMatchObject({ code: 2, err: expect.stringContaining('no JSON') });
  });
});
