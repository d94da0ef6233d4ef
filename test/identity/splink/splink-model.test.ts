import { describe, expect, it } from 'vitest';
import { splinkModel } from '../../../src/identity/splink/splink-model.js';
import { splinkDocumentOf, splinkFiles, splinkFilesMissing, splinkScores, type Texts } from './splink-files.js';

if (splinkFilesMissing) console.warn(`skipped: weights that Splink itself gave (${splinkFilesMissing})`);

describe.skipIf(splinkFilesMissing)('a model that Splink saved', () => {
  it.each(splinkFiles)('$name gives the weights that Splink gave', ({ name, records }) => {
    const model = splinkModel(splinkDocumentOf(name));
    const rows = new Map(records().map((texts) => [texts[model.idColumn], model.row(texts)]));
    model.count(rows.values());
    let pairs = 0;
    for (const said of splinkScores(name)) {
      const [left, right] = [said.id_l ?? said.unique_id_l, said.id_r ?? said.unique_id_r].map((id) => rows.get(id));
      if (!left || !right) throw new Error('a pair names a record that is not there');
      const { weight, probability, parts } = model.score(left, right);
      expect(weight).toBeCloseTo(Number(said.match_weight), 6);
      expect(probability).toBeCloseTo(Number(said.match_probability), 6);
      for (const part of parts)
        if (said[`mw_${part.comparison}`] !== undefined) {
          expect(part.weight, part.comparison).toBeCloseTo(Number(said[`mw_${part.comparison}`]), 6);
          expect(part.termFrequency).toBeCloseTo(Number(said[`mw_tf_adj_${part.comparison}`] ?? 0), 6);
        }
      pairs += 1;
    }
    expect(pairs).toBeGreaterThan(4900);
  });
});

const level = (sql_condition: string, more = {}) => ({
  sql_condition,
  m_probability: 0.9,
  u_probability: 0.1,
  ...more,
});
const otherwise = { sql_condition: 'ELSE', m_probability: 0.1, u_probability: 0.9 };
const saved = (levels: object[], more = {}) => ({
  link_type: 'dedupe_only',
  probability_two_random_records_match: 0.5,
  sql_dialect: 'duckdb',
  comparisons: [{ output_column_name: 'name', comparison_levels: levels }],
  ...more,
});
const scored = (condition: string, left: Texts, right: Texts) => {
  const model = splinkModel(saved([level(condition), otherwise]));
  return model.score(model.row(left), model.row(right)).weight > 0;
};

describe('conditions', () => {
  it.each([
    ['NOT "a_l" = "a_r"', { a: '1' }, { a: '2' }, true],
    ['NOT "a_l" = "a_r"', { a: '' }, { a: '2' }, false],
    ['"a_l" = "a_r" OR "b_l" = "b_r"', { a: '', b: 'x' }, { a: 'y', b: 'x' }, true],
    ['"a_l" = "a_r" AND "b_l" = "b_r"', { a: '', b: 'x' }, { a: '', b: 'x' }, false],
    ["\"a_l\" IN ('x', 'it''s')", { a: "it's" }, { a: '' }, true],
    ['"a_l" NOT IN (\'x\', NULL)', { a: 'y' }, { a: '' }, false],
    ['"a_l" BETWEEN 1 AND 10 AND "a_r" >= 1', { a: '9' }, { a: '10' }, true],
    ['ABS("a_l" - "a_r") / 2 < 1 + 1 * 2', { a: '1e1' }, { a: '5.5' }, true],
    ['levenshtein("a_l", "a_r") = 2', { a: 'josé' }, { a: 'jose' }, true],
    ['damerau_levenshtein("a_l", "a_r") = 1', { a: 'ab' }, { a: 'ba' }, true],
    ['damerau_levenshtein("a_l", "a_r") = 2', { a: 'ca' }, { a: 'abc' }, true],
    ['try_strptime("a_l", \'%Y-%m-%d\') IS NULL', { a: '1860-22-01' }, { a: '' }, true],
    ['try_strptime("a_l", \'%Y-%m-%d\') IS NOT NULL', { a: '1860-2-1' }, { a: '' }, true],
    ['try_strptime("a_l", \'%Y-%m-%d\') IS NOT NULL', { a: '2023-02-30' }, { a: '' }, false],
    ['array_length(list_intersect("a_l", "a_r")) >= 2', { a: 'x|y|z' }, { a: 'z|q|x' }, true],
    ['CASE WHEN "a_l" = \'x\' THEN 1 ELSE 2 END = 1', { a: '' }, { a: '' }, false],
    ['"a_l"::int + 1 = 3', { a: '2' }, { a: '' }, true],
    ['coalesce("a_l", "b_l") = lower("a_r")', { a: '', b: 'x' }, { a: 'X' }, true],
    ['substr("a_l", 2, 2) = right("a_r", 2)', { a: 'xabz' }, { a: 'qqab' }, true],
  ] as [string, Texts, Texts, boolean][])('%s', (condition, left, right, holds) => {
    expect(scored(condition, left, right)).toBe(holds);
  });

  it.each([
    ['soundex("a_l") = soundex("a_r")', 'unsupported', 'soundex'],
    ['"a_l" = "a_r" AND', 'invalid', 'the end'],
    ['"a_l" = "name"', 'invalid', '_l or _r'],
    ["regexp_extract(\"a_l\", '(a+)+b') = 'x'", 'unsupported', 'repeats'],
    ["regexp_extract(\"a_l\", '(a|a)*b') = 'x'", 'unsupported', 'repeats'],
    ["regexp_extract(\"a_l\", '(?=a)b') = 'x'", 'unsupported', 'looks around'],
    ['try_strptime("a_l", \'%q\') IS NULL', 'unsupported', '%q'],
    [`${'('.repeat(10_000)}1=1${')'.repeat(10_000)}`, 'too-large', 'nested'],
    ['constructor("a_l") = 1', 'unsupported', 'constructor'],
  ])('%s is refused, by comparison and level', (condition, code, word) => {
    expect(() => splinkModel(saved([level(condition, { label_for_charts: 'odd' }), otherwise]))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining('Comparison "name", level "odd"') }),
    );
    expect(() => splinkModel(saved([level(condition), otherwise]))).toThrow(word);
  });
});

describe('a model', () => {
  it('of another dialect, or with impossible probabilities, is refused', () => {
    const of = (more: object) => () => splinkModel(saved([level('"a_l" = "a_r"'), otherwise], more));
    expect(of({ sql_dialect: 'spark' })).toThrow(expect.objectContaining({ code: 'unsupported' }));
    expect(of({ probability_two_random_records_match: 1 })).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(() => splinkModel(saved([level('1=1', { m_probability: 2 })]))).toThrow(/m_probability/);
    expect(() => splinkModel({ comparisons: 'x', link_type: 'y' })).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });

  it('never gives NaN, whatever stands in the records', () => {
    const condition = 'jaro_winkler_similarity("a_l", "a_r") > 0.9 OR acos("b_l" * 100) < 1 OR "b_l" / "b_r" > 2';
    const model = splinkModel(
      saved([level(condition, { tf_adjustment_column: 'a', disable_tf_exact_match_detection: true }), otherwise]),
    );
    const rows = ['', 'x', '\ud800', 'é'.repeat(10_000), '\u0000', '0', '-1', 'NaN', '1e999'].map((text) =>
      model.row({ a: text, b: text }),
    );
    model.count(rows);
    for (const left of rows)
      for (const right of rows) {
        const { weight, probability } = model.score(left, right);
        expect(Number.isFinite(weight)).toBe(true);
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
      }
  });
});
