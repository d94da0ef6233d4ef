import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { commandIn } from './run-kenning.js';

const { folder, bin, run } = commandIn();
afterAll(() => rmSync(folder, { recursive: true }));
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

writeFileSync(
  join(folder, 'contacts.csv'),
  [
    'id,full_name,email,phone,twitter,secret',
    'c1,Maya Lindqvist,maya@lindqvist.example,+46 8 555 01 23,@mayalindqvist,s1',
    'c2,Tomas Okafor,tomas@okafor.example,4.6855E+11,,s2',
    'c3,broken "row,x,y,z,s3',
    '=c4,Priya Raman,priya@raman.example,,,s4',
  ].join('\n'),
);
writeFileSync(
  join(folder, 'profiles.csv'),
  [
    'network,handle,truth,secret',
    'Twitter,mayalindqvist,c1,a',
    'bluesky,tomas-okafor.example,c2,b',
    'instagram,priyaraman,=c4,c',
    'x,-someoneelse-,,d',
  ].join('\n'),
);

describe('kenning link', () => {
  it('writes one row a profile, in their order, and neutralizes what a spreadsheet would run', async () => {
    const ended = await run('link', 'contacts.csv', 'profiles.csv', '--out', 'links.csv', '--ignore', 'truth');
    expect(ended).toMatchObject({ code: 0, out: '' });
    const lines = read('links.csv').trimEnd().split('\n');
    expect(lines[0]).toBe('network,handle,contact_id,probability,decision');
    expect(lines.slice(1).map((line) => line.split(',').toSpliced(3, 1).join(','))).toEqual([
      'Twitter,mayalindqvist,c1,link',
      'bluesky,tomas-okafor.example,c2,link',
      "instagram,priyaraman,'=c4,link",
      "x,'-someoneelse-,,none",
    ]);
    for (const line of lines.slice(1)) expect(Number(line.split(',')[3])).toBeLessThanOrEqual(1);
    expect(ended.err).toContain('contacts.csv, line 4, was left out: a quote stands inside of a cell');
    expect(ended.err).toContain('contacts.csv, line 3, column "phone": a spreadsheet has cut its digits');
    expect(readdirSync(folder).sort()).toEqual(['contacts.csv', 'links.csv', 'profiles.csv']);
  });

  it('reports precision, recall and F1, and never looks at the truth', async () => {
    const ended = await run(
      'link',
      'contacts.csv',
      'profiles.csv',
      '--truth',
      'truth',
      '--json',
      '--out',
      'links-2.csv',
    );
    const document = JSON.parse(ended.out);
    expect(document).toMatchObject({
      contacts: 3,
      profiles: 4,
      link: 3,
      review: 0,
      none: 1,
      rejected: 1,
      evaluation: { precision: 1, recall: 1, f1: 1, correct: 3, found: 3, true: 3 },
      out: 'links-2.csv',
      rejectedRows: [{ at: 'line 4' }],
      warnings: [{ at: 'line 3', column: 'phone' }],
    });
    expect(ended.err).toContain('precision 1.0000  recall 1.0000  F1 1.0000');
    expect(read('links-2.csv')).toBe(read('links.csv'));
    // The same with a truth that is wrong in every row: nothing but the evaluation changes.
    writeFileSync(join(folder, 'wrong.csv'), read('profiles.csv').replace(/c\d/g, 'c3'));
    const wrong = JSON.parse((await run('link', 'contacts.csv', 'wrong.csv', '--truth', 'truth', '--json')).out);
    expect(wrong.evaluation).toMatchObject({ precision: 0, correct: 0, found: 3 });
    expect(wrong.links.map(({ contact_id }: { contact_id: string }) => contact_id)).toEqual(['c1', 'c2', '=c4', '']);
  });

  it('tells how many links are expected to be wrong, and takes a precision and a share of known profiles', async () => {
    const flags = ['--precision', '0.9', '--known', '0.7', '--ignore', 'truth', '--json', '--out', 'asked.csv'];
    const ended = await run('link', 'contacts.csv', 'profiles.csv', ...flags);
    expect(ended).toMatchObject({ code: 0 });
    const { expectedPrecision, known } = JSON.parse(ended.out);
    expect(known).toBe(0.7);
    expect(expectedPrecision).toBeGreaterThanOrEqual(0.9);
    expect(ended.err).toMatch(/About \d+\.\d % of the links are expected to be wrong; 70\.0 % of the profiles/);
    rmSync(join(folder, 'asked.csv'));
    const both = await run('link', 'contacts.csv', 'profiles.csv', '--precision', '0.9', '--threshold', '0.9');
    expect(both.code).not.toBe(0);
    expect(both.err).toContain('not both');
  });

  it('prints the links without --out and with -', async () => {
    const { out } = await run('link', 'contacts.csv', 'profiles.csv', '--ignore', 'truth', '--ignore', 'SECRET');
    expect(out).toBe(read('links.csv'));
    expect((await run('link', 'contacts.csv', 'profiles.csv', '--ignore', 'truth', '--out', '-')).out).toBe(out);
  });

  it('takes profiles by their pages, exports of programs, and columns by flags', async () => {
    writeFileSync(join(folder, 'pages.csv'), 'Profile URL\nhttps://www.linkedin.com/in/priya-raman\n');
    const linkedin = fileURLToPath(new URL('../fixtures/table/linkedin.csv', import.meta.url));
    expect((await run('link', linkedin, 'pages.csv')).out).toMatch(
      /\nlinkedin,priya-raman,https:\/\/www\.linkedin\.com\/in\/priya-raman,[01]\.\d+,link\n/,
    );
    writeFileSync(join(folder, 'odd.csv'), 'A;B\nMaya Lindqvist;k9\n');
    const { out } = await run(
      ...[
        'link',
        'odd.csv',
        'pages-2.csv',
        '--contact-column',
        'A=name',
        '--id',
        'B',
        '--profile-column',
        'Konto=handle',
      ],
      ...['--profile-column', 'Wo=network'],
    ).then(async (missing) => {
      expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('Did you mean pages.csv?') });
      writeFileSync(join(folder, 'pages-2.csv'), 'Wo\tKonto\nbluesky\tmaya.lindqvist\n');
      return run(
        ...[
          'link',
          'odd.csv',
          'pages-2.csv',
          '--contact-column',
          'A=name',
          '--id',
          'B',
          '--profile-column',
          'Konto=handle',
        ],
        ...['--profile-column', 'Wo=network'],
      );
    });
    expect(out).toMatch(/\nbluesky;maya\.lindqvist;k9;[01]\.\d+;link\n/);
  });

  it('says what is wrong, where, and what to do', async () => {
    const said = async (...words: string[]) => {
      const { code, err, out } = await run('link', ...words);
      expect(out).toBe('');
      return `${code} ${err}`;
    };
    const both = ['contacts.csv', 'profiles.csv'];
    expect(await said(...both, '--id', 'idd')).toMatch(/^2 .*contacts\.csv has no column "idd"\. Did you mean "id"\?/s);
    expect(await said(...both, '--truth', 'thruth')).toMatch(/^2 .*Did you mean "truth"\?/s);
    expect(await said(...both, '--ignore', 'secrets')).toMatch(/^2 .*Did you mean "secret"\?/s);
    expect(await said(...both, '--contact-column', 'phone=fone')).toMatch(/^2 .*Did you mean phone\?/s);
    expect(await said(...both, '--contact-column', 'phone')).toMatch(/^2 .*HEADER=KIND/s);
    expect(await said(...both, '--profile-column', 'truth=name', '--truth', 'truth')).toMatch(/^2 .*is the truth/s);
    expect(await said(...both, '--out', 'contacts.csv')).toMatch(/^2 .*one of the files that are read/s);
    expect(await said(...both, '--out', '/dev/null')).toMatch(/^2 .*is no file/s);
    expect(await said(...both, '--out', 'none/links.csv')).toMatch(/^1 .*no folder none/s);
    expect(await said(...both, '--threshold', '2')).toMatch(/^2 .*from 0 to 1/s);
    expect(await said('contacts.csv', '.')).toMatch(/^2 .*is a folder/s);
    expect(await said('contacts.csv')).toMatch(/^2 .*missing required argument 'profiles'/s);
    writeFileSync(join(folder, 'plain.csv'), 'color,size\nred,3\n');
    expect(await said('plain.csv', 'profiles.csv')).toMatch(/^2 .*--contact-column HEADER=KIND/s);
    expect(await said('contacts.csv', 'plain.csv')).toMatch(/^2 .*--profile-column HEADER=KIND/s);
    expect((await run('link', '--help')).out).toContain('kenning link contacts.csv profiles.csv --out links.csv');
  });

  it('stopped by Ctrl-C leaves no half of an output', async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, row) => `${row},Ann${row % 997} Lee${row % 991},a${row}@example.org`,
    );
    writeFileSync(join(folder, 'many.csv'), `id,name,email\n${rows.join('\n')}\n`);
    const handles = Array.from({ length: 15_000 }, (_, row) => `x,ann${row % 997}lee${row % 991}`);
    writeFileSync(join(folder, 'many-profiles.csv'), `network,handle\n${handles.join('\n')}\n`);
    writeFileSync(join(folder, 'kept.csv'), 'as it was');
    for (const said of ['many.csv: Read', 'Linking']) {
      const child = spawn(process.execPath, [bin, 'link', 'many.csv', 'many-profiles.csv', '--out', 'kept.csv'], {
        cwd: folder,
      });
      let err = '';
      child.stderr.on('data', (text) => {
        err += text;
        if (err.includes(said) && !child.killed) child.kill('SIGINT');
      });
      const [code, signal] = await once(child, 'exit');
      expect(signal ?? code).toBe(signal ? 'SIGINT' : 130);
      expect(read('kept.csv')).toBe('as it was');
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    }
  }, 60_000);

  const shared = fileURLToPath(new URL('../../../shared/data/social', import.meta.url));
  const social = process.env.KENNING_SHARED ? join(process.env.KENNING_SHARED, 'data/social') : shared;
  it.skipIf(!existsSync(social))(
    'links real officials to their real profiles (skipped without the shared data)',
    async () => {
      const files = ['legislators-contacts.csv', 'legislators-profiles.csv'].map((name) => join(social, name));
      const { out } = await run('link', ...files, '--truth', 'true_contact_id', '--json', '--out', 'officials.csv');
      const { evaluation } = JSON.parse(out);
      expect(evaluation.precision).toBeGreaterThan(0.97);
      expect(evaluation.recall).toBeGreaterThan(0.8);
      expect(read('officials.csv').trimEnd().split('\n')).toHaveLength(7434);
    },
  );
});
