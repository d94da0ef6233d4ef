import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chromium, startChromium, whyNoChromium } from '../support/chromium.js';
import { commandIn, type Ended } from './run-kenning.js';

const missing = whyNoChromium();
if (missing && process.env.CI) throw new Error(missing);
if (missing) console.warn(`skipped: the report in a browser (${missing})`);

const { folder, run } = commandIn();
const pageAt = (name: string): string => join(folder, name);
const hostile = '"</script><script>document.title=1</script><img src=x onerror=""document.title=2"">"';
const given = ['Maya', 'Tomas', 'Priya', 'Jonas', 'Ingrid', 'Samuel'];
const family = ['Lindqvist', 'Okafor', 'Raman', 'Berg', 'Moreau'];
const rows = Array.from({ length: 30 }, (_, at) => {
  const [first, last] = [given[at % given.length] as string, family[at % family.length] as string];
  const born = `19${50 + at}-0${1 + (at % 9)}-1${at % 10}`;
  const address = `${first}.${last}.${at}@example.org`.toLowerCase();
  return [
    `${at}a,${first},${last},${born},${address},${at},${at === 0 ? hostile : ''}`,
    `${at}b,${first},${last.slice(1)},${born},,${at},`,
  ];
}).flat();
rows.push(`"<b onmouseover=""x"">id\u202e",Aino,Sato,1990-02-03,,alone,`);
writeFileSync(pageAt('people.csv'), ['id,first name,last name,birth date,email,truth,<i>notes', ...rows].join('\n'));

let ended: Ended;
beforeAll(async () => {
  ended = await run('--json', 'report', 'people.csv', '--id', 'id', '--truth', 'truth', '--out', 'report.html');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('kenning report', () => {
  it('says what it drew', () => {
    expect(ended).toMatchObject({ code: 0, err: expect.stringContaining('Comparing 61 records') });
    expect(JSON.parse(ended.out)).toMatchObject({
      records: 61,
      linkAt: 0.5,
      evaluation: { precision: expect.closeTo(1, 1) },
      out: 'report.html',
    });
  });

  it('writes nothing that a record says as markup, and names no address', () => {
    const page = readFileSync(pageAt('report.html'), 'utf8');
    for (const part of ['<img', '<b ', '<i>', '\u202e', 'http://', 'https://', 'src=', 'javascript:'])
      expect(page.replaceAll('\\u003cimg src=x', '')).not.toContain(part);
    expect(page.match(/<script/g)?.length).toBe(2);
    expect(page).toContain("content=\"default-src 'none'; script-src 'sha256-");
  });

  it('stays of one size however long the file is, and shows who is asked for', async () => {
    const long = Array.from({ length: 2000 }, (_, at) => `n${at},Name${at} Of${at},n${at}@example.org`);
    writeFileSync(pageAt('long.csv'), ['id,name,email', ...long].join('\n'));
    const { code } = await run('report', 'long.csv', '--id', 'id', '--show', 'n1234', '--out', 'long.html');
    expect(code).toBe(0);
    const page = readFileSync(pageAt('long.html'), 'utf8');
    const data = JSON.parse(/id="data">(.*)<\/script>/.exec(page)?.[1] ?? '') as { records: { id: string }[] };
    expect(data.records.length).toBe(350);
    expect(data.records.map(({ id }) => id)).toContain('n1234');
  });

  it.each([
    [['--show', 'nobody'], 1, 'no record "nobody"'],
    [['--threshold', '0.9', '--precision', '0.9'], 2, 'not both'],
    [['--out', 'people.csv'], 2, 'one of the files that are read'],
    [['--model', 'splink.json'], 1, 'Splink'],
  ])('refuses %j', async (words, code, reason) => {
    writeFileSync(pageAt('splink.json'), JSON.stringify({ link_type: 'dedupe_only', comparisons: [] }));
    const out = words.includes('--out') ? [] : ['--out', 'refused.html'];
    const refused = await run('report', 'people.csv', '--id', 'id', ...out, ...words);
    expect(refused).toMatchObject({ code, err: expect.stringContaining(reason) });
  });
});

describe.skipIf(missing)('the report in Chromium', () => {
  let chromium: Chromium;
  beforeAll(async () => {
    chromium = await startChromium();
    await chromium.open(pathToFileURL(pageAt('report.html')).href);
    await chromium.until(`document.getElementById('outcome')?.textContent !== ''`);
  });
  afterAll(() => chromium?.stop());

  it('shows its pictures, each with a name and a table beside it', async () => {
    const parts = await chromium.evaluate<{ id: string; pictures: number; tables: number; drawn: boolean }[]>(`
      [...document.querySelectorAll('section')].map((part) => {
        const pictures = [...part.querySelectorAll('svg[role=img]')];
        return {
          id: part.querySelector('h2').id,
          pictures: pictures.filter((one) => one.getAttribute('aria-label')).length,
          tables: part.querySelectorAll('details tbody tr').length,
          drawn: pictures.every((one) => [...one.querySelectorAll('rect, polyline, circle')].some((shape) => {
            const { width, height } = shape.getBoundingClientRect();
            return width > 0 && height > 0 && getComputedStyle(shape).fill + getComputedStyle(shape).stroke !== 'nonenone';
          })),
        };
      })`);
    expect(parts.map(({ id }) => id)).toEqual([
      'scores',
      'thresholds',
      'pair',
      'largest',
      'weakest',
      'weights',
      'columns',
      'blocking',
    ]);
    for (const { id, pictures, tables, drawn } of parts) {
      expect(drawn, id).toBe(true);
      if (id !== 'pair') expect([pictures > 0, tables > 0], id).toEqual([true, true]);
    }
  });

  it('shows how any two records came out, and what they say as text', async () => {
    const choose = (list: string, id: string) =>
      chromium.evaluate(`(() => {
        const list = document.getElementById('${list}');
        list.value = [...list.options].find(({ text }) => text.startsWith('${id}')).value;
        list.dispatchEvent(new Event('change'));
      })()`);
    const shown = () =>
      chromium.evaluate<{ outcome: string; steps: string[]; figures: number[]; cells: string; images: number }>(`({
        outcome: document.getElementById('outcome').textContent,
        steps: [...document.querySelectorAll('#bars .label')].map(({ textContent }) => textContent),
        figures: [...document.querySelectorAll('#bars .bits')].map(({ textContent }) => Number(textContent)),
        cells: document.getElementById('cells').textContent,
        images: document.images.length,
      })`);
    await choose('one', '0a');
    await choose('other', '0b');
    const one = await shown();
    expect(one.outcome).toMatch(/^These two alone: .* put together\.$/);
    expect(one.steps).toEqual(expect.arrayContaining(['before anything is compared', 'bits together']));
    expect(one.steps.join()).toContain('birth-date: exact');
    expect(one.cells).toContain('</script><script>document.title=1');
    const steps = one.figures.slice(0, -1).reduce((sum, bits) => sum + bits, 0);
    expect(Math.abs(steps - (one.figures.at(-1) as number))).toBeLessThan(0.5);

    await choose('other', '7b');
    const two = await shown();
    expect(two.outcome).toMatch(/kept apart\.$/);
    expect(two.figures.at(-1)).toBeLessThan(one.figures.at(-1) as number);
    await choose('other', '0a');
    expect((await shown()).outcome).toBe('Choose two different records.');
    expect(two.images).toBe(0);
    expect(await chromium.evaluate('document.title')).toBe('kenning report: people.csv');
  });

  it('asks nobody for anything, and its policy forbids it', async () => {
    expect(chromium.requested.filter((address) => !address.startsWith('file:') && address !== 'about:blank')).toEqual(
      [],
    );
    expect(chromium.requested.filter((address) => address.startsWith('file:')).length).toBe(1);
    expect(chromium.complaints).toEqual([]);
    expect(await chromium.evaluate(`fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'kept')`)).toBe('kept');
    expect(chromium.complaints.join()).toContain('Content Security Policy');
  });
});
