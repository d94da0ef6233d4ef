import { describe, expect, it } from 'vitest';
import type { Table } from '../../../src/identity/engine/columns/column.js';
import { dictionary } from '../../../src/identity/engine/columns/dictionary.js';
import { splinkPairs } from '../../../src/identity/splink/pairs/splink-pairs.js';
import { blockingColumns, splinkDocument } from '../../../src/identity/splink/splink-document.js';
import { splinkModel } from '../../../src/identity/splink/splink-model.js';
import { compile } from '../../../src/identity/splink/sql/compile.js';
import { parseCondition } from '../../../src/identity/splink/sql/parse.js';
import { splinkDocumentOf, splinkFiles, splinkFilesMissing, splinkScores, type Texts } from './splink-files.js';

if (splinkFilesMissing) console.warn(`skipped: pairs that Splink itself compared (${splinkFilesMissing})`);

function tableOf(records: readonly Texts[]): Table {
  const names = Object.keys(records[0] ?? {});
  return {
    size: records.length,
    columns: names.map((name) => {
      const known = dictionary();
      const codes = Uint32Array.from(records, (texts) => known.code(texts[name] ?? ''));
      return { name, kind: 'text' as const, codes, values: known.values };
    }),
  };
}

const keyOf = (left: unknown, right: unknown) => `${left} ${right}`;

describe.skipIf(splinkFilesMissing)('pairs by a model that Splink saved', () => {
  it.each(splinkFiles)('$name finds what Splink compared, with its weights', ({ name, ids, records }) => {
    const document = splinkDocumentOf(name);
    const all = records();
    const { idColumn } = splinkModel(document);
    const found = splinkPairs(document, tableOf(all), { least: -20, ids });
    const weights = new Map<string, number>();
    for (let pair = 0; pair < found.size; pair += 1)
      weights.set(
        keyOf(all[found.left[pair] as number]?.[idColumn], all[found.right[pair] as number]?.[idColumn]),
        found.weight[pair] as number,
      );
    let expected = 0;
    for (const said of splinkScores(name)) {
      const weight = Number(said.match_weight);
      const ours = weights.get(keyOf(said.id_l ?? said.unique_id_l, said.id_r ?? said.unique_id_r));
      if (weight < -20) {
        expect(ours).toBeUndefined();
        continue;
      }
      expect(ours).toBeCloseTo(weight, 6);
      expected += 1;
    }
    expect(expected).toBeGreaterThan(500);
  });

  it.each(splinkFiles.slice(0, 2))('$name compares each pair that a rule asks for once', ({ name, ids, records }) => {
    const document = splinkDocumentOf(name);
    const all = records().slice(0, 300);
    const model = splinkModel(document);
    const read = splinkDocument(document);
    const asked = new Set([...read.columns, ...blockingColumns(read)]);
    const rows = all.map((texts) => model.row(texts));
    const lists = new Set([...read.kinds].filter(([, kind]) => kind === 'list').map(([column]) => column));
    const holds = read.settings.blocking_rules_to_generate_predictions.map(({ blocking_rule, arrays_to_explode }) => {
      const test = compile(parseCondition(blocking_rule, 'prefix'));
      return (left: Texts, right: Texts) => {
        const exploded = (texts: Texts) =>
          arrays_to_explode?.[0] === undefined
            ? [texts]
            : (texts[arrays_to_explode[0]] ?? '')
                .split('|')
                .map((item) => ({ ...texts, [arrays_to_explode[0] as string]: item }));
        const filled = (texts: Texts) =>
          Object.fromEntries(
            [...asked].map((column) => [column, texts[column] === '' ? null : (texts[column] ?? null)]),
          );
        return exploded(left).some((one) => exploded(right).some((two) => test(filled(one), filled(two)) === true));
      };
    });
    expect(lists.size).toBe(1);
    const { settings } = read;
    model.count(rows);
    const wanted = new Map<string, number>();
    for (const [at, left] of all.entries())
      for (const [other, right] of all.entries()) {
        const source = settings.source_dataset_column_name;
        const isLinked = settings.link_type !== 'dedupe_only' && left[source] !== right[source];
        const [ours, theirs] = [left, right].map((texts) => (isLinked ? texts[source] : Number(texts[model.idColumn])));
        if (ours === undefined || theirs === undefined || ours >= theirs) continue;
        if (
          settings.link_type === 'link_only' &&
          left[settings.source_dataset_column_name] === right[settings.source_dataset_column_name]
        )
          continue;
        if (holds.some((rule) => rule(left, right)))
          wanted.set(keyOf(at, other), model.score(rows[at] as never, rows[other] as never).weight);
      }
    const found = splinkPairs(document, tableOf(all), { least: Number.NEGATIVE_INFINITY, ids });
    expect(found.compared).toBe(wanted.size);
    expect(found.size).toBe(wanted.size);
    for (let pair = 0; pair < found.size; pair += 1)
      expect(found.weight[pair]).toBeCloseTo(wanted.get(keyOf(found.left[pair], found.right[pair])) ?? Number.NaN, 9);
    // Giving up early loses nothing.
    const likely = splinkPairs(document, tableOf(all), { least: -5, ids });
    expect(likely.size).toBe([...wanted.values()].filter((weight) => weight >= -5).length);
    expect(likely.size).toBeGreaterThan(50);
  });
});
