import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, expect, it } from 'vitest';
import { commandIn } from './run-kenning.js';

const { folder, run } = commandIn();
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

const exact = (column: string, m: number, u: number) => ({
  output_column_name: column,
  comparison_levels: [
    { sql_condition: `"${column}_l" IS NULL OR "${column}_r" IS NULL`, is_null_level: true },
    { sql_condition: `"${column}_l" = "${column}_r"`, m_probability: m, u_probability: u },
    { sql_condition: 'ELSE', m_probability: 1 - m, u_probability: 1 - u },
  ],
});
const model = {
  link_type: 'dedupe_only',
  probability_two_random_records_match: 0.1,
  sql_dialect: 'duckdb',
  unique_id_column_name: 'id',
  blocking_rules_to_generate_predictions: [{ blocking_rule: 'l."email" = r."email"' }, 'l."phone" = r."phone"'],
  comparisons: [exact('name', 0.9, 0.01), exact('email', 0.9, 0.001), exact('phone', 0.9, 0.001)],
};

it('puts together what a model that Splink saved connects', async () => {
  write('splink.json', JSON.stringify(model));
  write(
    'people.csv',
    'id,name,email,phone,who\na,Maya,m@x.example,,1\nb,Maya,m@x.example,77,1\nc,Mia,,77,1\nd,Maya,,,2\ne,Jo,m@x.example,,3\n',
  );
  const ended = await run(
    ...['dedupe', 'people.csv', '--id', 'id', '--model', 'splink.json', '--truth', 'who', '--out', 'clusters.csv'],
  );
  expect(`${ended.code} ${ended.err}`).toMatch(/^0/);
  const clusters = parse(readFileSync(join(folder, 'clusters.csv')), { columns: true }) as Record<string, string>[];
  const of = Object.fromEntries(clusters.map(({ id, cluster_id }) => [id, cluster_id]));
  // Of one name and address, and of one phone: joined in a chain. Who shares a name only is compared by no rule.
  expect(of.a).toBe(of.b);
  expect(of.b).toBe(of.c);
  expect(of.d).not.toBe(of.a);
  expect(ended.err).toContain('precision');
});

it('refuses what only its own models can do', async () => {
  write('splink.json', JSON.stringify(model));
  write('people.csv', 'id,name,email,phone\na,Maya,,\n');
  const ended = await run('dedupe', 'people.csv', '--id', 'id', '--model', 'splink.json', '--precision', '0.9');
  expect(ended).toMatchObject({ code: 1, err: expect.stringContaining('--precision can not be used with it') });
  const all = { ...model, blocking_rules_to_generate_predictions: ['l.name <> r.name'] };
  write('splink.json', JSON.stringify(all));
  write('many.csv', `id,name,email,phone\n${Array.from({ length: 6000 }, (_, at) => `${at},n${at},,`).join('\n')}\n`);
  const wide = await run('dedupe', 'many.csv', '--id', 'id', '--model', 'splink.json');
  expect(wide).toMatchObject({ code: 1, err: expect.stringContaining('would compare all 6000 records') });
});
