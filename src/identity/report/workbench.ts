import type { SourceRecordDraft } from '../../core/model/source-record.js';
import type { Rule } from '../engine/block/rule.js';
import { blockingRules, usualLimits } from '../engine/block/rules.js';
import type { Table } from '../engine/columns/column.js';
import { contentOrder } from '../engine/columns/content-order.js';
import { tableOfRecords } from '../engine/columns/table-of-records.js';
import type { Key } from '../engine/compare/comparison.js';
import { frozenCensus } from '../engine/frozen/frozen-census.js';
import { frozenRules } from '../engine/frozen/frozen-rules.js';
import { prepare } from '../engine/prepare/prepare.js';
import { type CompareAtGlance, compareAll } from '../engine/score/levels.js';
import type { Model } from '../engine/train/model.js';
import { type ModelDocument, modelOf } from '../engine/train/model-document.js';

/** All by which records are found and compared, in their order. */
export interface Workbench {
  size: number;
  /** The keys that rules put together. */
  keys: readonly Key[];
  rules: readonly Rule[];
  model: Model;
  compare: CompareAtGlance;
  /** Whether the model is frozen, so that clusters are bounded. */
  frozen: boolean;
}

/** Makes records ready to be compared by a model that is there. */
export function workbench(records: readonly SourceRecordDraft[], document: ModelDocument): Workbench {
  return workbenchOfTable(tableOfRecords(records), document);
}

/** The same for the rows of a table. */
export function workbenchOfTable(table: Table, document: ModelDocument): Workbench {
  const { frozen } = document;
  const { size } = table;
  const prepared = prepare(table, frozen && frozenCensus(frozen));
  const keys = prepared.map((one) => one.keys);
  const fields = prepared.flatMap((one) => one.fields);
  return {
    size,
    keys: keys.flat(),
    rules: frozen
      ? frozenRules(keys.flat(), frozen)
      : blockingRules(keys, size, { ...usualLimits(size), lots: contentOrder(table) }),
    model: modelOf(document, fields, frozen?.records ?? size),
    compare: compareAll(prepared),
    frozen: frozen !== undefined,
  };
}
