import { KenningError } from '../../../core/errors.js';
import type { SourceRecordDraft } from '../../../core/model/source-record.js';
import type { Rule } from '../../engine/block/rule.js';
import { blockingRules, usualLimits } from '../../engine/block/rules.js';
import { tableOfRecords } from '../../engine/columns/table-of-records.js';
import type { Field } from '../../engine/compare/comparison.js';
import { frozenCensus } from '../../engine/frozen/frozen-census.js';
import { frozenRules } from '../../engine/frozen/frozen-rules.js';
import { prepare } from '../../engine/prepare/prepare.js';
import { checkedDocument, type ModelDocument, modelOf } from '../../engine/train/model-document.js';
import { fieldComparisons, togetherComparisons, type WrittenComparison } from './comparisons.js';
import type { DerivedColumn } from './derived.js';
import { columnsOfPart, partsOf } from './parts.js';

/** A model as Splink 5 saves one, for DuckDB. */
export interface SplinkExport {
  /** To be kept as JSON and given to Splink's `Linker` as its settings. */
  settings: {
    link_type: 'dedupe_only';
    sql_dialect: 'duckdb';
    probability_two_random_records_match: number;
    unique_id_column_name: string;
    retain_matching_columns: boolean;
    retain_intermediate_calculation_columns: boolean;
    blocking_rules_to_generate_predictions: {
      blocking_rule: string;
      sql_dialect: 'duckdb';
      arrays_to_explode?: string[];
    }[];
    comparisons: WrittenComparison[];
  };
  /** The table that its SQL reads, of the records that were given: ids, gives derived columns. All are text; empty is null. */
  table?: { header: string[]; rows: () => Iterable<string[]> };
  /** What SQL can not say, in sentences; where it is empty all pairs weigh the same. */
  unsaid: string[];
}

const idColumn = 'unique_id';

/**
 * Writes a model for Splink 5 on DuckDB: settings, and the table of derived columns that their SQL reads. Values are brought
 * into their compared form by kenning, which the table holds; levels are found by SQL. Fields are comparisons of their own;
 * what they tell only together is a number of further ones. Pairs weigh in Splink what they weigh here, to a ten-millionth of
 * a bit.
 *
 * @param options.records whom the table is of. Without them there are no blocking rules either, unless the model is frozen.
 * @throws KenningError `invalid` for a model of another version, or one that does not say for how many records it is
 * @example
 * const { settings, table, unsaid } = splinkExport(model, { records: contacts });
 */
export function splinkExport(
  document: ModelDocument,
  { records }: { records?: Iterable<SourceRecordDraft & { id?: string }> } = {},
): SplinkExport {
  const checked = checkedDocument(document);
  const list = records && [...records].filter(({ own }) => !own);
  const read = list && readRecords(list, checked);
  const fields = read?.fields ?? fieldsOf(checked);
  const size = checked.frozen?.records ?? list?.length ?? checked.records;
  if (size === undefined)
    throw new KenningError(
      'invalid',
      'The model does not say for how many records it is. Give the records, or save it anew.',
    );
  const model = modelOf(checked, fields, size);
  const parts = partsOf(fields);
  const [same] = model.share as unknown as readonly [number];
  const rest = Math.max(1 - model.share.reduce((sum, share) => sum + share, 0), 0.01);
  return {
    settings: {
      link_type: 'dedupe_only',
      sql_dialect: 'duckdb',
      probability_two_random_records_match: same / (same + rest),
      unique_id_column_name: idColumn,
      retain_matching_columns: false,
      retain_intermediate_calculation_columns: false,
      blocking_rules_to_generate_predictions: (read?.rules ?? []).map((rule) => ({ ...rule, sql_dialect: 'duckdb' })),
      comparisons: [...fieldComparisons(model, parts), ...togetherComparisons(model, parts)],
    },
    ...(read && list && { table: tableOf(list, read.columns) }),
    unsaid: [...always, ...(read ? read.unsaid : withoutRecords)],
  };
}

const always = [
  'Two letters swapped around a third that is in one text alone are two slips to DuckDB and three here.',
  'That a person is no organization, and that stable ids of one network must not differ: such pairs are weighed, and must be kept apart afterwards.',
  'Clusters: Splink joins all that is connected; here they are cut where their records do not fit together.',
];
const withoutRecords = ['Blocking rules and the table of derived columns are made of records, and none were given.'];

interface ReadRecords {
  fields: Field[];
  columns: DerivedColumn[];
  rules: { blocking_rule: string; arrays_to_explode?: string[] }[];
  unsaid: string[];
}

function readRecords(records: readonly SourceRecordDraft[], { frozen }: ModelDocument): ReadRecords {
  const prepared = prepare(tableOfRecords(records), frozen && frozenCensus(frozen));
  const keys = prepared.map((one) => one.keys);
  const rules = frozen
    ? frozenRules(keys.flat(), frozen)
    : blockingRules(keys, records.length, usualLimits(records.length));
  const parts = prepared.map(columnsOfPart);
  const blocks = rules.map((rule, place) => blockColumn(rule, place, records.length));
  return {
    fields: prepared.flatMap((one) => one.fields),
    columns: [...parts.flatMap(({ columns }) => columns), ...blocks.map(({ column }) => column)],
    rules: blocks.map(({ column: { name }, several }) => ({
      blocking_rule: `l."${name}" = r."${name}"`,
      ...(several && { arrays_to_explode: [name] }),
    })),
    unsaid: parts.flatMap((part) => part.unsaid),
  };
}

/** Which block of a rule a row is in; blocks that are too large are left out, as they are here. */
function blockColumn({ sorted: { rows, ends } }: Rule, place: number, size: number) {
  const cells = Array.from({ length: size }, () => '');
  let several = false;
  for (const [at, entry] of rows.entries()) {
    const row = entry % size;
    const block = String(ends[at]);
    if (cells[row] === '') cells[row] = block;
    else {
      several = true;
      cells[row] += `|${block}`;
    }
  }
  return { column: { name: `block_${place + 1}`, cells }, several };
}

/** The fields of a model alone. */
function fieldsOf({ fields }: ModelDocument): Field[] {
  return fields.map(({ name, levels }): Field => {
    const all = levels.map(({ name: level, same, strangers }) => ({ name: level, m: same, u: strangers }));
    return { name, role: 'own', levels: [{ name: 'missing', m: 1, u: 1 }, ...all], graded: all.length + 1 };
  });
}

function tableOf(records: readonly (SourceRecordDraft & { id?: string })[], columns: readonly DerivedColumn[]) {
  return {
    header: [idColumn, ...columns.map(({ name }) => name)],
    *rows() {
      for (const [row, { id, externalId }] of records.entries())
        yield [id ?? externalId, ...columns.map(({ cells }) => cells[row] ?? '')];
    },
  };
}
