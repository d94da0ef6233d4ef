import type { Context } from '../context.js';
import { KenningError } from '../errors.js';
import { type Outcome, outcome as outcomeSchema } from '../model/strategy.js';
import type { Store, StoreReader } from '../store/store.js';
import { checked } from './check.js';
import { changeSetting, settingOf } from './settings.js';

const mostOutcomes = 100;

/**
 * Declares what we want to reach. An outcome of the same name is replaced: that is how somebody who has looked at it
 * moves `reviewOn` on.
 *
 * @throws `invalid` names the field that can not be.
 * @example
 * await declareOutcome(store, context, {
 *   name: 'answer in a day', function: 'service', kpi: 'answered-within-a-day', baseline: 0.4, target: 0.9,
 *   by: '2027-03-31', owner: 'Ann', reviewOn: '2027-01-31',
 * });
 */
export async function declareOutcome(store: Store, context: Context, outcome: Outcome): Promise<void> {
  const declared = checked(outcomeSchema, outcome, 'outcome');
  await changeSetting<Outcome[]>(store, context, {
    setting: 'outcomes',
    by: declared.owner,
    change: (old = []) => {
      const others = old.filter(({ name }) => name !== declared.name);
      if (others.length >= mostOutcomes)
        throw new KenningError('too-large', `There are ${mostOutcomes} outcomes already; drop one first.`);
      return [...others, declared];
    },
  });
}

/** Takes an outcome back. */
export async function dropOutcome(
  store: Store,
  context: Context,
  options: { name: string; by: string },
): Promise<void> {
  await changeSetting<Outcome[]>(store, context, {
    setting: 'outcomes',
    by: options.by,
    change: (old = []) => old.filter(({ name }) => name !== options.name),
  });
}

/** The outcomes that are declared, in the order of their declaration. */
export async function outcomes(store: StoreReader): Promise<Outcome[]> {
  return (await settingOf<Outcome[]>(store, 'outcomes')) ?? [];
}
