import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import { commandIn } from './run-kenning.js';

const { folder, run } = commandIn();
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const read = (name: string) => parse(readFileSync(join(folder, name)), { columns: true }) as Record<string, string>[];

const data = fileURLToPath(new URL('../../../shared/data/models/', import.meta.url));
const reason = existsSync(data) ? undefined : 'the models that Splink wrote are not here';
if (reason) console.warn(`skipped: kenning score with a model of Splink's (${reason})`);

describe('kenning score', () => {
  it.skipIf(reason)('gives the weights that Splink gave', async () => {
    const said = parse(readFileSync(join(data, 'every-level.scores.csv')), { columns: true }) as Record<
      string,
      string
    >[];
    write('pairs.csv', `l,r\n${said.map(({ id_l, id_r }) => `${id_l},${id_r}`).join('\n')}\n`);
    const { code, err } = await run(
      ...['score', join(data, 'every-level.csv'), '--id', 'id', '--model', join(data, 'every-level.model.json')],
      ...['--pairs', 'pairs.csv', '--out', 'scores.csv'],
    );
    expect(`${code} ${err}`).toMatch(/^0/);
    const scores = read('scores.csv');
    expect(scores.map(({ id_l, id_r }) => [id_l, id_r])).toEqual(said.map(({ id_l, id_r }) => [id_l, id_r]));
    for (const [at, { match_weight, match_probability }] of scores.entries()) {
      expect(Number(match_weight)).toBeCloseTo(Number(said[at]?.match_weight), 6);
      expect(Number(match_probability)).toBeCloseTo(Number(said[at]?.match_probability), 6);
    }
  });

  it('weighs pairs by a model of its own', async () => {
    const people = Array.from({ length: 60 }, (_, at) => `${at},Person${at} Name${at},p${at}@home.example`);
    write('people.csv', ['id,name,email', ...people, 'x,Person7 Name7,p7@home.example'].join('\n'));
    await run('dedupe', 'people.csv', '--id', 'id', '--save-model', 'model.json', '--out', 'clusters.csv');
    write('pairs.csv', 'one,other\n7,x\n7,8\n');
    const ended = await run('score', 'people.csv', '--id', 'id', '--model', 'model.json', '--pairs', 'pairs.csv');
    const [same, other] = parse(ended.out, { columns: true }) as Record<string, string>[];
    expect(Number(same?.match_probability)).toBeGreaterThan(0.9);
    expect(Number(other?.match_probability)).toBeLessThan(0.01);
    const told = await run(
      ...['score', 'people.csv', '--id', 'id', '--model', 'model.json', '--pairs', 'pairs.csv', '--explain'],
    );
    const [why] = parse(told.out, { columns: true }) as Record<string, string>[];
    expect(Number(why?.match_weight)).toBeCloseTo(Number(same?.match_weight), 5);
    expect(why?.why).toMatch(/^before anything is compared \(-[\d.]+\); given: exact/);
    expect(why).toHaveProperty('would_decide');
  });

  it('gives the same weights by the model that is written for Splink', async () => {
    const people = Array.from({ length: 60 }, (_, at) => `${at};Person${at};Name${at % 20};p${at}@home.example`);
    write('people.csv', ['id;given_name;family_name;email', ...people, 'x;Person7;Name7;'].join('\n'));
    await run('dedupe', 'people.csv', '--id', 'id', '--save-model', 'model.json', '--out', 'clusters.csv');
    const made = await run(
      ...['model', '--to', 'splink', 'model.json', '--records', 'people.csv', '--id', 'id'],
      ...['--table', 'table.csv', '--out', 'splink.json'],
    );
    expect(made.code).toBe(0);
    expect(made.err).toContain('SQL can not say:');
    write('pairs.csv', 'one,other\n7,x\n7,27\n7,8\n');
    const weights = async (records: string, id: string, model: string) => {
      const { out } = await run('score', records, '--id', id, '--model', model, '--pairs', 'pairs.csv');
      const delimiter = records === 'people.csv' ? ';' : ',';
      return (parse(out, { columns: true, delimiter }) as Record<string, string>[]).map(({ match_weight }) =>
        Number(match_weight),
      );
    };
    const ours = await weights('people.csv', 'id', 'model.json');
    for (const [at, weight] of (await weights('table.csv', 'unique_id', 'splink.json')).entries())
      expect(weight).toBeCloseTo(ours[at] as number, 5);
    expect(await run('model', '--to', 'splink', 'splink.json')).toMatchObject({ code: 2 });
    expect(await run('model', '--to', 'splink', 'model.json', '--table', 'table.csv')).toMatchObject({ code: 2 });
    expect(JSON.parse((await run('model', '--to', 'splink', 'model.json')).out)).toMatchObject({
      sql_dialect: 'duckdb',
    });
  });

  it('says what is wrong, and where', async () => {
    write('few.csv', 'id,name\n1,Maya\n');
    write('pairs.csv', 'l,r\n1,2\n');
    const model = { link_type: 'dedupe_only', probability_two_random_records_match: 0.5, sql_dialect: 'duckdb' };
    const level = (sql_condition: string) => ({ sql_condition, m_probability: 0.5, u_probability: 0.5 });
    const comparison = (condition: string) => [
      { output_column_name: 'name', comparison_levels: [level(condition), level('ELSE')] },
    ];
    const score = async (document: unknown) => {
      write('model.json', JSON.stringify(document));
      return run('score', 'few.csv', '--id', 'id', '--model', 'model.json', '--pairs', 'pairs.csv');
    };
    const unknown = await score({ ...model, comparisons: comparison('soundex("name_l") = \'x\'') });
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('"soundex"') });
    const missing = await score({ ...model, comparisons: comparison('"city_l" = "city_r"') });
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('no column "city"') });
    const nobody = await score({ ...model, comparisons: comparison('"name_l" = "name_r"') });
    expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining('no record "2"') });
    write('pairs.csv', 'l,r\n1,1\n');
    expect(await score({ format: 'kenning-identity-model', version: 9 })).toMatchObject({ code: 2 });
  });
});
