import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandIn } from './run-kenning.js';

const list = `id,name,email,phone,country,birth date,owner
1,Ann Brown,ann.brown@home.example.com,+14152370800,US,1984-02-29,Eve
2,Bob Quill,info@shop.example.com,+41446681800,Austria,2090-01-01,Eve
3,"Evil ${'\u001b'}[31m",ann.brown@home.example.com,,Atlantis,,Dan
4,=cmd(),not an address,,,,Dan
`;

it('tells of a contact list what to mend first, and writes each finding where it is wanted', async () => {
  const { folder, run } = commandIn();
  writeFileSync(join(folder, 'contacts.csv'), list);
  const { code, out } = await run('audit', 'contacts.csv', '--out', 'findings.csv');
  expect(code).toBe(0);
  expect(out).toMatch(/^contacts\.csv: 4 contacts/);
  expect(out).toMatch(/What to mend first\n {2}1\. 2 \(50\.0 %\) has the e-mail address of a contact of another name/);
  expect(out).not.toContain('\u001b');
  const findings = readFileSync(join(folder, 'findings.csv'), 'utf8').split('\n');
  expect(findings[0]).toBe('contact,field,problem,hint,to_do');
  const of = (contact: string) =>
    findings.flatMap((line) => (line.startsWith(`${contact},`) ? [line.split(',')[2]] : [])).sort();
  expect(of('1')).toEqual(['shared-email']);
  expect(of('2')).toEqual(['country-against-phone', 'future-birth-date', 'role-email']);
  expect(of('3')).toEqual(['shared-email', 'unknown-country']);
  expect(of('4')).toContain('unreachable');
  const report = JSON.parse((await run('audit', 'contacts.csv', '--json')).out);
  expect(report).toMatchObject({ contacts: 4, problems: expect.any(Array), owners: expect.any(Array) });
  expect(JSON.stringify(report)).not.toContain('ann.brown@');
});

it('says what is wrong with how it was called', async () => {
  const { folder, run } = commandIn();
  writeFileSync(join(folder, 'contacts.csv'), list);
  expect(await run('audit', 'nowhere.csv')).toMatchObject({ code: 1, err: expect.stringContaining('no file') });
  expect(await run('audit', 'contacts.csv', '--acknowledge')).toMatchObject({ code: 2 });
  expect(await run('audit', 'contacts.csv', '--out', 'contacts.csv')).toMatchObject({ code: 2 });
  expect(await run('audit', 'sales')).toMatchObject({ code: 1, err: expect.stringContaining('kenning.config.ts') });
});
