import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { commandIn } from './run-kenning.js';

const { folder, run } = commandIn();
afterAll(() => rmSync(folder, { recursive: true }));

describe('kenning query', () => {
  it('says how a query is read, what networks are asked and what is checked afterwards', async () => {
    const { code, out } = await run('query', '--explain', 'acme (late OR batter*) NOT author:acme.example');
    expect(code).toBe(0);
    expect(out).toContain('1 acme · 6 ( · 7 late · 12 OR · 15 batter* · 22 ) · 24 NOT · 28 author:acme.example');
    expect(out).toContain('  all of\n    the word acme\n    one of\n      the word late\n      a word like batter*\n');
    expect(out).toContain('bluesky is asked for\n  acme\n  checked afterwards: acme AND (late OR batter*)');
    expect(out).toContain('mastodon is asked for\n  acme\n');
  });

  it('says whether a text is found, and why', async () => {
    const { out } = await run('query', 'acme NEAR/2 (late OR "not here")', '--text', 'ACME is #late');
    expect(out).toBe(
      [
        'acme NEAR/2 (late OR "not here")',
        'It finds the text:',
        '  yes at most 2 words from each other: "ACME is #late"',
        '    yes the word acme: "ACME"',
        '    yes one of',
        '      yes the word late: "late"',
        '      no  the words not, here, one behind the other',
        '',
      ].join('\n'),
    );
  });

  it('prints all of it as JSON', async () => {
    const { out } = await run('--json', 'query', '--explain', 'network:email acme', '--text', 'late');
    expect(JSON.parse(out)).toMatchObject({
      text: 'network:email AND acme',
      tokens: [
        { column: 1, text: 'network:email' },
        { column: 15, text: 'acme' },
      ],
      reads: { asks: 'all of', parts: [{ asks: 'the network is email' }, { asks: 'the word acme' }] },
      networks: { bluesky: { never: true }, mastodon: { never: true } },
      match: { matches: false },
    });
  });

  it('shows the column of what is wrong', async () => {
    const { code, out, err } = await run('query', 'acme autor:ann');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('acme autor:ann\n     ^\n');
    expect(err).toContain('at column 6');
    expect(err).toContain('Did you mean author:?');
  });
});
