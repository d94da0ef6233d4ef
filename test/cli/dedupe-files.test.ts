import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { commandIn } from './run-kenning.js';

const { folder, run } = commandIn();
afterAll(() => rmSync(folder, { recursive: true }));
const read = (name: string): string[] => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
const write = (name: string, lines: readonly string[]): void => writeFileSync(join(folder, name), lines.join('\n'));

write('records.csv', [
  'Nr;Vorname;Nachname;E-Mail;Telefon;Straße;Ort;Geburtsdatum;Notiz;Newsletter',
  'a2;Maya;Lindqvist;maya@lindqvist.example;;;;1970-03-01;;no',
  'a1;Maya;Lindqvist;maya@lindqvist.example;0171 5550142;Kai 1;Juneau;1970-03-01;=1+1;',
  'b1;Tomas;Okafor;tomas.okafor@example.org;0171 5550143;;Bergen;1971-04-02;"alt; gut";yes',
  'b2;Tom;Okafor;;0171 5550143;Torget 5;Bergen;;;',
  'c1;Priya;Raman;priya@example.org;;;Oslo;1980-01-02;;',
  'd1;Jonas;Berg;jonas@berg.example;;;Lima;1990-05-06;;',
]);
const dedupe = (...words: string[]) =>
  run('dedupe', 'records.csv', '--id', 'Nr', '--column', 'Newsletter=consent:*', ...words);

it('merges rows in the columns of the file, and says which is to be merged into which', async () => {
  const { code, out } = await dedupe('--merged', 'merged.csv', '--plan', 'plan.csv');
  expect(code).toBe(0);
  expect(out).toContain('a2;0\na1;0\nb1;1\nb2;1\n');
  expect(read('merged.csv')).toEqual([
    'Nr;Vorname;Nachname;E-Mail;Telefon;Straße;Ort;Geburtsdatum;Notiz;Newsletter;merged_ids',
    // The fuller row wins; a refusal stands, whoever said it; what would run in a spreadsheet does not.
    "a1;Maya;Lindqvist;maya@lindqvist.example;0171 5550142;Kai 1;Juneau;1970-03-01;'=1+1;no;a2",
    'b1;Tomas;Okafor;tomas.okafor@example.org;0171 5550143;;Bergen;1971-04-02;"alt; gut";yes;b2',
    'c1;Priya;Raman;priya@example.org;;;Oslo;1980-01-02;;;',
    'd1;Jonas;Berg;jonas@berg.example;;;Lima;1990-05-06;;;',
  ]);
  expect(read('plan.csv')).toEqual(['winner;loser', 'a1;a2', 'b1;b2']);
  // What was merged before stays known.
  write('again.csv', [...read('merged.csv'), 'a3;Maya;Lindqvist;maya@lindqvist.example;;;;1970-03-01;;;']);
  const again = await run('dedupe', 'again.csv', '--id', 'Nr', '--merged', 'twice.csv');
  expect(again.code).toBe(0);
  expect(read('twice.csv')[1]).toMatch(/^a1;.*;a2\|a3$/);
});

it('goes by what people have answered, and says what contradicts', async () => {
  const header = 'answer,id_l,id_r';
  write('answers.csv', [header, 'no,a1,a2', 'yes,c1,d1', 'yes,c1,a1', ',b1,b2']);
  write('more.csv', [header, 'yes,a2,d1', 'maybe,b1,b2', 'yes,zz,a1']);
  const { code, out, err } = await dedupe('--decisions', 'answers.csv', '--decisions', 'more.csv');
  expect(code).toBe(0);
  expect(out).toBe('id;cluster_id\na2;0\na1;1\nb1;2\nb2;2\nc1;1\nd1;1\n');
  expect(err).toContain('more.csv, line 3, was left out: its answer is neither yes nor no');
  expect(err).toContain('3 answers were used.');
  expect(err).toContain('1 answers are about ids that this file does not have');
  expect(err).toContain('The yes to a2 and d1 contradicts a no');
  write('both.csv', [header, 'yes,c1,d1', 'no,d1,c1']);
  const disputed = await dedupe('--decisions', 'both.csv', '--decisions-only');
  expect(disputed).toMatchObject({ code: 0, err: expect.stringContaining('As many say yes to c1 and d1 as say no') });
  expect(await dedupe('--decisions-only')).toMatchObject({ code: 2 });
  write('other.csv', ['one,two', 'a,b']);
  expect(await dedupe('--decisions', 'other.csv')).toMatchObject({ code: 2, err: expect.stringContaining('id_l') });
});

it('asks about what is doubtful, and not again about what was answered', async () => {
  const names = ['Ann Berg', 'Bo Lund', 'Cy Holm', 'Di Fox', 'Ed Moor', 'Flo Dahl', 'Gus Kern', 'Hal Voss'];
  const rows = names.flatMap((name, at) => [
    `${at}x,${name},Oslo,198${at}-01-02,${name.toLowerCase().replace(' ', '.')}@example.org`,
    `${at}y,${name},,${at < 4 ? `198${at}-01-02` : ''},`,
    `${at}z,${name.replace(' ', ' M ')},${at % 2 ? 'Oslo' : 'Rome'},198${at}-02-01,`,
  ]);
  write('people.csv', ['id,name,city,birth date,email', ...rows]);
  const ask = (...words: string[]) => run('dedupe', 'people.csv', '--review', 'pairs.csv', ...words);
  expect((await ask()).code).toBe(0);
  const [header = '', ...pairs] = read('pairs.csv');
  expect(header).toBe(
    'answer,id_l,id_r,match_probability,match_weight,now,chosen,why,left_name,right_name,left_city,right_city,left_birth date,right_birth date,left_email,right_email',
  );
  expect(pairs.length).toBeGreaterThan(2);
  for (const pair of pairs)
    expect(pair).toMatch(/^,\d[xyz],\d[xyz],[01]\.\d{4},-?[\d.]+,(?:together|apart),[\d.]+,\S+: /);
  await ask('--review-limit', '2');
  expect(read('pairs.csv')).toEqual([header, ...pairs.slice(0, 2)]);
  write('answers.csv', [header, ...pairs.map((pair, at) => `${at % 2 ? 'yes' : 'no'}${pair}`)]);
  const { out } = await ask('--decisions', 'answers.csv');
  const asked = read('pairs.csv');
  for (const pair of pairs) expect(asked).not.toContain(pair);
  const clusterOf = new Map(out.split('\n').map((line) => line.split(',') as [string, string]));
  for (const [at, pair] of pairs.entries()) {
    const [, left = '', right = ''] = pair.split(',');
    if (at % 2 === 0) expect(clusterOf.get(left)).not.toBe(clusterOf.get(right));
  }
});

it('says which pairs of the truth were lost, and why', async () => {
  const header = 'id,given name,family name,birth date,email,who';
  write('known.csv', [
    header,
    'a1,Maya,Lindqvist,1970-03-01,maya@lindqvist.example,a',
    'a2,Maya,Lindqvist,1970-03-01,maya@lindqvist.example,a',
    'a3,Zoe,Tran,1991-11-23,,a',
    'b1,Tomas,Okafor,1971-04-02,tomas@okafor.example,b',
    'b2,Tomas,Okafor,1971-04-02,tomas@okafor.example,b',
    'c1,Priya,Raman,1980-01-02,priya@raman.example,',
    'c2,Ingrid,Moreau,1985-07-15,ingrid@moreau.example,',
  ]);
  write('no.csv', ['answer,id_l,id_r', 'no,b1,b2']);
  const lost = (...words: string[]) =>
    run('dedupe', 'known.csv', '--id', 'id', '--lost', 'lost.csv', '--decisions', 'no.csv', ...words);
  const { code, err } = await lost('--truth', 'who');
  expect(code).toBe(0);
  expect(err).toContain('3 pairs of the truth were lost: 2 by blocking, 0 by weight, 1 by clusters.');
  const [first, ...lines] = read('lost.csv');
  expect(first).toBe('id_l,id_r,reason,why,match_probability,match_weight');
  expect(lines).toEqual([
    expect.stringMatching(/^a1,a3,blocking,"?.*email is empty;.*,0\.0\d{3},-\d+\.\d\d$/),
    expect.stringMatching(/^a2,a3,blocking,"?.*family is different;/),
    expect.stringMatching(/^b1,b2,clusters,"found by .*the cut is 0\.00; a person said no .*",[01]\.\d{4},\d+\.\d\d$/),
  ]);
  expect((await lost('--truth', 'who', '--lost-limit', '1')).err).toContain(
    '3 pairs of the truth were lost: of the first 1',
  );
  expect(read('lost.csv')).toEqual([first, lines[0]]);
  await lost('--truth', 'who', '--threshold', '1');
  expect(read('lost.csv')).toContainEqual(expect.stringMatching(/^a1,a2,weight,"found by .*family: exact/));
  expect(await lost()).toMatchObject({ code: 2, err: expect.stringContaining('--truth') });
});

it('refuses files that would be overwritten, and a plan without ids', async () => {
  const refused = await dedupe('--merged', 'x.csv', '--review', 'x.csv');
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('--review x.csv') });
  expect((await dedupe('--plan', 'records.csv')).code).toBe(2);
  write('nameless.csv', ['name', 'Ann Lee', 'Ann Lee']);
  expect(await run('dedupe', 'nameless.csv', '--plan', 'p.csv')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--id'),
  });
});
