import { KenningError } from '../../core/errors.js';
import type { Census } from '../engine/compare/census.js';
import type { Frozen } from '../engine/frozen/frozen.js';
import { frozenCensus } from '../engine/frozen/frozen-census.js';
import { type PreparedColumns, prepare } from '../engine/prepare/prepare.js';
import type { Model } from '../engine/train/model.js';
import { checkedDocument, modelOf } from '../engine/train/model-document.js';

/** What a frozen model knows before any row is there. */
export interface Frame {
  frozen: Frozen;
  census: Census;
  /** Its columns, as the engine prepares them, of no rows. */
  like: readonly PreparedColumns[];
  model: Model;
}

/** @throws KenningError `invalid` for a model that is not frozen or of another version. */
export function frameOf(document: unknown): Frame {
  const { frozen } = checkedDocument(document);
  if (!frozen)
    throw new KenningError(
      'invalid',
      'This model is not frozen. Call frozenModel with the records that it is to know.',
    );
  const census = frozenCensus(frozen);
  const like = prepare({ size: 0, columns: [] }, census);
  const fields = like.flatMap((one) => one.fields);
  return { frozen, census, like, model: modelOf(document, fields, frozen.records) };
}
