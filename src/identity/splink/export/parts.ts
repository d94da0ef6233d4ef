import { KenningError } from '../../../core/errors.js';
import type { Field } from '../../engine/compare/comparison.js';
import type { PreparedColumns } from '../../engine/prepare/prepare.js';
import { addressColumns, addressSteps } from './addresses-in-sql.js';
import { dateColumns, dateSteps } from './dates-in-sql.js';
import { emailColumns, emailSteps } from './emails-in-sql.js';
import { identifierColumns, identifierSteps } from './identifiers-in-sql.js';
import { nameColumns, namesInSql } from './names-in-sql.js';
import type { Part, PartColumns } from './part.js';
import { phraseColumns, phraseSteps } from './phrases-in-sql.js';
import type { Steps } from './steps.js';

/** By a level that no other kind of field has. */
const kinds: readonly (readonly [level: string, steps: (field: string, levels: number) => Steps])[] = [
  ['two-parts', dateSteps],
  ['other-number', emailSteps],
  ['street-elsewhere', addressSteps],
  ['overlap', phraseSteps],
  ['two-slips', identifierSteps],
];

/** The fields of a model in SQL, those together that are compared together; a model's fields tell what they are by their levels. */
export function partsOf(fields: readonly Field[]): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < fields.length; at += 1) {
    const { name, levels } = fields[at] as Field;
    if (name === 'given' && fields[at + 1]?.name === 'family' && fields[at + 2]?.name === 'order') {
      parts.push(namesInSql(levels.length));
      at += 2;
      continue;
    }
    const kind = kinds.find(([level]) => levels.some((one) => one.name === level));
    if (!kind) throw new KenningError('invalid', `The model's field "${name}" is of no kind that is known here.`);
    parts.push({ fields: [kind[1](name, levels.length)] });
  }
  return parts;
}

/** What SQL reads of the rows of a part. */
export function columnsOfPart(prepared: PreparedColumns): PartColumns {
  const name = prepared.fields[0]?.name ?? '';
  switch (prepared.compared) {
    case 'names':
      return nameColumns(prepared);
    case 'dates':
      return dateColumns(name, prepared);
    case 'emails':
      return emailColumns(name, prepared);
    case 'identifiers':
      return identifierColumns(name, prepared);
    case 'addresses':
      return addressColumns(name, prepared);
    case 'phrases':
      return phraseColumns(name, prepared);
  }
}
