import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { commandIn } from './run-kenning.js';

const { folder, run } = commandIn();
afterAll(() => rmSync(folder, { recursive: true }));
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

const people = ['Maya Lindqvist', 'Tomas Okafor', 'Priya Raman', 'Renée Dupont', 'Åse Sørensen', 'Jörg Weiß'];
const records = people.flatMap((name, place) => {
  const [given = '', family = ''] = name.split(' ');
  const email = `${given[0]}.${family}@example.org`
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z.@]/g, '');
  return [
    [`a${place}`, given, family, email, `19${70 + place}-03-0${place + 1}`, 'Juneau', String(place)],
    [`b${place}`, given, family, email, `19${70 + place}-03-0${place + 1}`, '', String(place)],
  ];
});
writeFileSync(
  join(folder, 'records.csv'),
  Buffer.from(
    `\uFEFF${['Nr;Vorname;Nachname;E-Mail;Geburtsdatum;Ort;Gruppe', ...records.map((cells) => cells.join(';'))].join('\r\n')}\r\n`,
    'utf16le',
  ),
);

describe('kenning dedupe', () => {
  it('writes one row a record, in their order, and reports what it reaches', async () => {
    const ended = await run(
      'dedupe',
      'records.csv',
      '--id',
      'Nr',
      '--truth',
      'Gruppe',
      '--out',
      'clusters.csv',
      '--json',
    );
    expect(ended.code).toBe(0);
    const lines = read('clusters.csv').trimEnd().split('\n');
    expect(lines[0]).toBe('id;cluster_id');
    expect(lines.slice(1)).toEqual(records.map(([id], place) => `${id};${place >> 1}`));
    expect(JSON.parse(ended.out)).toMatchObject({
      records: 12,
      clusters: 6,
      rejected: 0,
      evaluation: { precision: 1, recall: 1, f1: 1, true: 6 },
      out: 'clusters.csv',
    });
    expect(ended.err).toContain('records.csv: Read Nr as id, Vorname as given-name');
    expect(ended.err).toContain('Left out Gruppe.');
  });

  it('prints the clusters, or a document, and finds the ids by itself', async () => {
    expect((await run('dedupe', 'records.csv', '--ignore', 'Gruppe')).out).toBe(read('clusters.csv'));
    const { records: rows } = JSON.parse((await run('dedupe', 'records.csv', '--ignore', 'Gruppe', '--json')).out);
    expect(rows[3]).toEqual({ id: 'b1', cluster_id: '1' });
  });

  it('leaves out what it is told to', async () => {
    const { err } = await run(
      'dedupe',
      'records.csv',
      '--ignore',
      'gruppe',
      '--ignore',
      'E-Mail',
      '--column',
      'Ort=ignore',
    );
    expect(err).toContain('Left out E-Mail, Ort, Gruppe.');
  });

  it('keeps what it learned, and uses it again', async () => {
    const first = await run('dedupe', 'records.csv', '--ignore', 'Gruppe', '--save-model', 'model.json');
    expect(first.code).toBe(0);
    const model = read('model.json');
    expect(JSON.parse(model)).toMatchObject({ format: 'kenning-identity-model', version: 1 });
    for (const name of people) expect(model.toLowerCase()).not.toContain(name.split(' ')[1]?.toLowerCase());
    const again = await run(
      'dedupe',
      'records.csv',
      '--ignore',
      'Gruppe',
      '--model',
      'model.json',
      '--threshold',
      '0.9',
    );
    expect(again.out).toBe(first.out);
    expect(await run('dedupe', 'records.csv', '--model', 'none.json')).toMatchObject({
      code: 1,
      err: expect.stringContaining('--model none.json'),
    });
    writeFileSync(join(folder, 'wrong.json'), '{"format":"other"}');
    expect(await run('dedupe', 'records.csv', '--model', 'wrong.json')).toMatchObject({
      code: 2,
      err: expect.stringContaining('invalid'),
    });
  });

  it('lists what can not be read and goes on', async () => {
    writeFileSync(join(folder, 'broken.csv'), 'id,name\n1,Ann Lee\n2,"Bo\n3,Cy Day\n4\n,Di Fox\n');
    const { code, out, err } = await run('dedupe', 'broken.csv', '--id', 'id');
    expect(code).toBe(0);
    expect(out).toBe('id,cluster_id\n1,0\n3,1\n');
    for (const line of [3, 5, 6]) expect(err).toContain(`broken.csv, line ${line}, was left out`);
  });

  it('says what is wrong, where, and what to do', async () => {
    const said = async (...words: string[]) => {
      const { code, err } = await run('dedupe', ...words);
      return `${code} ${err}`;
    };
    expect(await said('records.csv', '--id', 'Nummer')).toMatch(
      /^2 .*records\.csv has no column "Nummer"\..*It has "Nr"/s,
    );
    expect(await said('record.csv')).toMatch(/^1 .*Did you mean records\.csv\? \(not-found\)/s);
    writeFileSync(join(folder, 'empty.csv'), '');
    expect(await said('empty.csv')).toMatch(/^2 .*empty\.csv is empty/s);
    writeFileSync(join(folder, 'header.csv'), 'id,name\n');
    expect(await said('header.csv')).toMatch(/^2 .*holds no rows/s);
    writeFileSync(join(folder, 'book.csv'), Buffer.from('504b030414000600', 'hex'));
    expect(await said('book.csv')).toMatch(/^2 .*Excel workbook/s);
    writeFileSync(join(folder, 'twice.csv'), 'id,name,name\n1,a,b\n');
    expect(await said('twice.csv')).toMatch(/^2 .*both named "name"/s);
    expect((await run('dedupe', '--help')).out).toContain('kenning dedupe records.csv --id "Record ID"');
  });

  const shared = process.env.KENNING_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
  const file = join(shared, 'data/people/fake_20000.csv');
  it.skipIf(!existsSync(file))('finds real duplicates (skipped without the shared data)', async () => {
    const { out } = await run('dedupe', file, '--id', 'unique_id', '--truth', 'group', '--json', '--out', 'people.csv');
    const { evaluation } = JSON.parse(out);
    expect(evaluation.true).toBe(33_280);
    expect(evaluation.precision).toBeGreaterThan(0.95);
    expect(evaluation.recall).toBeGreaterThan(0.8);
    expect(read('people.csv').trimEnd().split('\n')).toHaveLength(20_001);
  });
});
