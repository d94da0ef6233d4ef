import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frozenModel, trainedModel } from '../../../src/identity/dedupe.js';
import type { ModelDocument } from '../../../src/identity/engine/train/model-document.js';
import { scorePairs } from '../../../src/identity/score-pairs.js';
import { type SplinkExport, splinkExport } from '../../../src/identity/splink/export/splink-export.js';
import { splinkModel } from '../../../src/identity/splink/splink-model.js';
import { anyRecord } from '../record-index/any-people.js';
import { record } from '../records.js';

const python = process.env.KENNING_SPLINK_PYTHON;
if (!python) console.warn('skipped: weights in Splink itself (KENNING_SPLINK_PYTHON names no Python that has it)');

const names =
  'Ann Anne Bob Robert Zoë José Иван 山田 Kim K Jean-Luc Mary Ann Katherine Kate Katharina Christopher'.split(' ');
const families =
  'Lee Leigh Smith Smyth Ångström Okonkwo Vandenberg Vandenburg Robert Kim Петров 太郎 Johnson Jonson'.split(' ');
const maybe = <Value>(values: readonly Value[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 4 });

/** People who have one of everything at most. */
const anyPerson = fc
  .record({
    givenName: maybe([...names, 'Mary Ann', 'Ann M.']),
    familyName: maybe(families),
    birthDate: maybe([
      '1970-03-04',
      '1970-04-03',
      '1970-01-01',
      '1988-02-12',
      '1988-02-21',
      '1989-02-12',
      '1988-05-12',
    ]),
    title: maybe(['plumber', 'master plumber', 'baker', 'bakers', 'Bäcker']),
    organization: maybe(['Acme Widget Co.', 'The Acme Widget Company', 'Zenith']),
    street: maybe([
      '12 Elm Street',
      '12 elm st',
      '12 Elm St, Unit 4',
      '12 Elm St Unit 5',
      '13 Elm Street',
      '7 Oak Ave #2',
    ]),
    city: maybe(['Juneau', 'Juenau', 'York']),
    postalCode: maybe(['99801', '99810', '12345']),
    region: maybe(['AK', 'NY']),
    email: maybe([
      'ann@lee.example',
      'anne@lee.example',
      'ann@lee.exmaple',
      'kim.smith1@mail.example',
      'kim.smith2@mail.example',
      'zoë@mail.example',
    ]),
    phone: maybe(['907-465-3875', '+1 907 465 3876', '9074653785']),
    account: maybe(['a1234567', 'a1234576', 'zz']),
  })
  .map(({ street, city, postalCode, region, email, phone, account, ...attributes }) =>
    record(JSON.parse(JSON.stringify({ ...attributes, address: { street, city, postalCode, region } })), [
      ...(email ? [{ kind: 'email', value: email }] : []),
      ...(phone ? [{ kind: 'phone', value: phone }] : []),
      ...(account ? [{ kind: 'account-id', scope: 'mastodon', value: account }] : []),
    ]),
  );

const people = fc.sample(anyPerson, { numRuns: 160, seed: 5 });
const places = [...people.keys()];
const pairs = places.flatMap((left) => places.filter((right) => right > left).map((right) => [left, right] as const));
const some = pairs.filter((_, at) => at % 29 === 0);

function readBack({ settings, table }: SplinkExport) {
  const model = splinkModel(JSON.parse(JSON.stringify(settings)));
  const { header = [], rows = () => [] } = table ?? {};
  const read = Array.from(rows(), (row) =>
    model.row(Object.fromEntries(header.map((name, at) => [name, row[at] ?? '']))),
  );
  model.count(read);
  return (left: number, right: number): number =>
    model.score(read[left] as (typeof read)[number], read[right] as (typeof read)[number]).weight;
}

describe('a model for Splink', () => {
  const models: [string, ModelDocument][] = [
    ['learned', trainedModel(people)],
    ['frozen', frozenModel(people)],
  ];
  it.each(models)('weighs as the model that was %s', (_, model) => {
    const made = splinkExport(model, { records: people });
    const weight = readBack(made);
    const own = scorePairs(people, model, some);
    expect(Math.max(...own) - Math.min(...own)).toBeGreaterThan(20);
    for (const [at, [left, right]] of some.entries())
      expect(weight(left, right), `${left} and ${right}`).toBeCloseTo(own[at] as number, 5);
  });

  it('says what SQL can not say', () => {
    const { unsaid } = splinkExport(trainedModel(people), { records: people });
    expect(unsaid).toHaveLength(3);
    const several = fc.sample(anyRecord('x'), { numRuns: 60, seed: 3 });
    const more = splinkExport(trainedModel(several), { records: several }).unsaid.join('\n');
    expect(more).toMatch(/email: \d+ further values/);
    expect(more).toMatch(/names: \d+ further names/);
  });

  it('can do without records, but for what is made of them', () => {
    const model = trainedModel(people);
    const { settings, table, unsaid } = splinkExport(model);
    expect(settings.comparisons).toEqual(splinkExport(model, { records: people }).settings.comparisons);
    expect(settings.blocking_rules_to_generate_predictions).toEqual([]);
    expect(table).toBeUndefined();
    expect(unsaid.join()).toContain('none were given');
    const { records: _, ...older } = model;
    expect(() => splinkExport(older)).toThrow(/does not say for how many records/);
  });

  it.skipIf(!python)('weighs in Splink on DuckDB as it does here', { timeout: 600_000 }, () => {
    const model = trainedModel(people);
    const { settings, table } = splinkExport(model, { records: people });
    const folder = mkdtempSync(join(tmpdir(), 'kenning-splink-'));
    try {
      const file = (name: string, text: string): string => {
        writeFileSync(join(folder, name), text);
        return join(folder, name);
      };
      const quoted = (row: readonly string[]) =>
        row.map((cell) => (cell === '' ? '' : `"${cell.replaceAll('"', '""')}"`)).join(',');
      const script = fileURLToPath(new URL('./weigh-with-splink.py', import.meta.url));
      const lines = [table?.header ?? [], ...(table?.rows() ?? [])].map(quoted).join('\n');
      const said = execFileSync(
        python as string,
        [script, file('model.json', JSON.stringify(settings)), file('table.csv', lines)],
        {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      );
      const placeOf = new Map(people.map(({ id }, place) => [id as string, place]));
      const found = said
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('0'))
        .map((line) => line.split(',') as [string, string, string]);
      expect(found.length).toBeGreaterThan(100);
      const asked = found.map(([left, right]) => [placeOf.get(left) as number, placeOf.get(right) as number] as const);
      for (const [at, bits] of scorePairs(people, model, asked).entries())
        expect(Number(found[at]?.[2]), String(found[at])).toBeCloseTo(bits, 5);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
