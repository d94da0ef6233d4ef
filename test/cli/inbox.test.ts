import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { commandIn } from './run-kenning.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
mkdirSync(join(root, 'test/.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'test/.tmp/inbox-'));
afterAll(() => rmSync(folder, { recursive: true }));
const { run } = commandIn(folder);

const now = Date.now();
const at = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
writeFileSync(
  join(folder, 'kenning.config.ts'),
  `import { defineConfig } from 'kenning';
import { fakeNetworkConnector, FakeNetwork } from 'kenning/testing';
import { sqlite } from 'kenning/sqlite';
const network = new FakeNetwork();
const people = ['Ann', 'Bo', 'Cy'].map((name) => network.join({ handle: name.toLowerCase(), name }));
network.say({ by: people[0], text: 'The brakes are broken', mentions: ['us'], at: '${at(90)}' });
network.say({ by: people[1], text: 'Broken \\u001b[31magain', mentions: ['us'], at: '${at(30)}' });
network.say({ by: people[2], text: 'What a day', mentions: ['us'], at: '${at(20)}' });
export default defineConfig({
  store: sqlite({ file: 'crm.sqlite' }),
  channels: { brand: fakeNetworkConnector(network) },
  listen: {
    queries: { broken: 'broken' },
    routing: [{ name: 'repairs', to: 'service', when: { query: 'broken' } }],
    cases: { levels: [{ name: 'all', firstResponse: 60 }] },
  },
});
`,
);

it('lists cases, takes, gives, puts aside and ends them', async () => {
  expect(await run('inbox')).toMatchObject({ code: 0, err: expect.stringContaining('Nothing is to be dealt with') });
  expect((await run('sync')).code).toBe(0);
  const listed = await run('inbox');
  expect(listed.code).toBe(0);
  const [head, first = '', second = '', ...rest] = listed.out.trimEnd().split('\n');
  expect(rest).toEqual([]);
  expect(head).toMatch(/^case +left +status +priority +team +with +who and what$/);
  expect(first).toMatch(/^\S{36} +-3\dm +new +normal +service +- +Ann: The brakes are broken$/);
  expect(second).toMatch(/^\S{36} +2\dm +new .*Bo: Broken \[31magain$/);
  const [one = '', two = ''] = [first, second].map((line) => line.slice(0, 36));

  const { entries, next } = JSON.parse((await run('inbox', '--limit', '1', '--json')).out);
  expect(entries).toMatchObject([{ case: { id: one }, isPromised: true }]);
  expect((await run('inbox', '--after', next)).out).toContain(two);

  expect(await run('inbox', 'claim', one, '--by', 'Ben')).toMatchObject({
    code: 0,
    out: `${one}  open  normal  service  Ben\n`,
  });
  expect(await run('inbox', 'claim', one, '--by', 'Cleo')).toMatchObject({
    code: 1,
    err: expect.stringContaining('Ben has the case'),
  });
  expect((await run('inbox', '--mine', '--by', 'Ben')).out).toContain(one);
  expect((await run('inbox', '--free')).out).not.toContain(one);
  expect((await run('inbox', 'assign', one, two, '--to', 'Cleo', '--team', 'shop', '--by', 'Ben')).code).toBe(0);
  expect((await run('inbox', '--team', 'shop', '--assignee', 'Cleo', '--json')).out).toContain(two);
  expect((await run('inbox', 'assign', one)).code).toBe(2);
  expect(await run('inbox', 'snooze', one, '--for', 'soon')).toMatchObject({ code: 2 });
  expect((await run('inbox', 'snooze', one, '--for', '4h', '--note', 'Parts come then.')).out).toContain('snoozed');
  expect((await run('inbox', '--status', 'snoozed')).out).toContain(one);
  expect((await run('inbox', 'resolve', two, '--by', 'Cleo')).out).toContain('resolved');
  expect((await run('inbox', 'breaches', '--minutes', '5')).out).toMatch(/^0 cases wait, 5 minutes each \(given\)/);

  const shown = await run('inbox', 'show', one);
  expect(shown.out).toContain('opened by repairs: query broken');
  expect(shown.out).toContain('first-response: due');
  expect(shown.out).toContain('Parts come then.');
  expect((await run('inbox', '--customer', '@ann', '--json')).out).toContain(one);
  expect(await run('inbox', 'show', 'nothing')).toMatchObject({
    code: 1,
    err: expect.stringContaining('There is no case'),
  });
  expect((await run('inbox', 'clame', one)).code).toBe(2);
});
