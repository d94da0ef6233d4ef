import type { Field } from '../compare/comparison.js';
import { collapsedFields, isImpossible } from './collapse.js';
import { enough, type Fitted, fitted, type Held } from './fitted.js';
import type { Model } from './model.js';
import type { Sample } from './sample.js';
import type { FieldFallback, Training } from './training.js';

/** A larger change of the expected number of pairs in the last round is no end. */
const unsettled = 0.01;

/**
 * Learns a model without labels; for few records the built-in one stands, which they hardly move. What came out is looked
 * at: a field that agreeing speaks against gets its built-in likelihoods, or says nothing where these contradict the records
 * too; where the whole can not be, or most fields fell, the built-in model stands. What was done is said in `training`.
 */
export function learn(fields: readonly Field[], sample: Sample): Model {
  const held = new Map<number, Held>();
  const { found, fallen } = settled(fields, sample, held);
  if (found.change > unsettled) return builtIn(fields, sample, 'no-convergence');
  if (isImpossible(found.model)) return builtIn(fields, sample, 'impossible-shares');
  if (2 * held.size > fields.length) return builtIn(fields, sample, 'fields-collapsed');
  const few = sample.size < enough && ({ by: 'built-in', reason: 'few-records' } as const);
  return { ...found.model, training: { ...(few || { by: 'records' as const }), fields: fallen } };
}

function builtIn(fields: readonly Field[], sample: Sample, reason: Training['reason']): Model {
  const held = new Map(fields.map((_, field): [number, Held] => [field, 'built-in']));
  const { found, fallen } = settled(fields, sample, held);
  return { ...found.model, training: { by: 'built-in', reason, fields: fallen } };
}

/** Fits until no field is left that collapsed: each time those that did are held. */
function settled(
  fields: readonly Field[],
  sample: Sample,
  held: Map<number, Held>,
): { found: Fitted; fallen: FieldFallback[] } {
  const fallen = new Map<number, FieldFallback>();
  for (;;) {
    const found = fitted(fields, sample, held);
    // The built-in order of levels is right; what may be wrong is that the field tells anything.
    const collapsed = collapsedFields(found.model).filter(
      ({ field, reason }) =>
        !held.has(field) || (held.get(field) === 'built-in' && reason === 'agreeing-speaks-against'),
    );
    if (collapsed.length === 0) return { found, fallen: [...fallen.values()] };
    for (const { field, reason } of collapsed) {
      const now = held.has(field) ? 'silent' : 'built-in';
      held.set(field, now);
      fallen.set(field, { field: fields[field]?.name ?? '', by: now, reason });
    }
  }
}
