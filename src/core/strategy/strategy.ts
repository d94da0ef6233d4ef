import { type Clock, instantOf, systemClock } from '../clock.js';
import type { Context } from '../context.js';
import { KenningError } from '../errors.js';
import type { Outcome, Policy, Stage } from '../model/strategy.js';
import type { Store } from '../store/store.js';
import { declareOutcome, outcomes } from './outcomes.js';
import { setPolicy } from './policy.js';
import { settingOf } from './settings.js';
import { type DeclaredStage, setStage } from './stage.js';

/** What an app begins with. */
export interface Strategy {
  outcomes: Outcome[];
  stage: Stage;
  policy: Policy;
  /** Who answers for it. */
  by: string;
}

/**
 * The strategy of a team of one: answer nine of ten within a day, look at it again in 90 days, and what the owner sends
 * goes out.
 *
 * @example
 * await adoptStrategy(store, context, presetForOne({ owner: 'Ann' }));
 */
export function presetForOne(options: { owner: string; clock?: Clock }): Strategy {
  const { owner, clock = systemClock } = options;
  if (!owner.trim()) throw new KenningError('invalid', 'presetForOne() needs the owner: who answers for it.');
  const day = instantOf({ now: () => clock.now() + 90 * 86_400_000 }).slice(0, 10);
  const outcome: Outcome = {
    name: 'answer within a day',
    function: 'service',
    kpi: 'answered-within-a-day',
    baseline: 0,
    target: 0.9,
    by: day,
    owner,
    reviewOn: day,
  };
  return { outcomes: [outcome], stage: 'engage', policy: { approvals: 0 }, by: owner };
}

/**
 * Declares a strategy once. What was declared before stays, so that an app can call it at each start and neither a
 * review that is due nor a person's later word is undone by it.
 */
export async function adoptStrategy(store: Store, context: Context, strategy: Strategy): Promise<void> {
  const known = new Set((await outcomes(store)).map(({ name }) => name));
  for (const outcome of strategy.outcomes) if (!known.has(outcome.name)) await declareOutcome(store, context, outcome);
  const { stage, policy, by } = strategy;
  if (!(await settingOf<Policy>(store, 'policy'))) await setPolicy(store, context, { policy, by });
  if (!(await settingOf<DeclaredStage>(store, 'stage'))) await setStage(store, context, { stage, by });
}
