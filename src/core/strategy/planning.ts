import { instantOf } from '../clock.js';
import type { Context } from '../context.js';
import type { Outcome, Playbook, Policy, Stage } from '../model/strategy.js';
import type { Store } from '../store/store.js';
import type { Kpis } from './kpi.js';
import { declareOutcome, dropOutcome, outcomes } from './outcomes.js';
import { declarePlaybook, dropPlaybook, playbooks, policyOf, setPolicy } from './policy.js';
import { type EffectiveStage, setStage, stageOf } from './stage.js';
import { adoptStrategy, type Strategy } from './strategy.js';

/** What an app wants to reach, and how far it goes for it. Every word is kept with its author in the audit. */
export interface Planning {
  /** Declares a strategy once; what was declared before stays. */
  adopt(strategy: Strategy): Promise<void>;
  /** Declares an outcome, or replaces the one of its name. */
  declareOutcome(outcome: Outcome): Promise<void>;
  dropOutcome(options: { name: string; by: string }): Promise<void>;
  outcomes(): Promise<Outcome[]>;
  /** The stage that holds today, why, and what each outcome's KPI says. */
  stage(): Promise<EffectiveStage>;
  setStage(options: { stage: Stage; by: string }): Promise<void>;
  policy(): Promise<Policy>;
  setPolicy(options: { policy: Policy; by: string }): Promise<void>;
  declarePlaybook(options: { playbook: Playbook; by: string }): Promise<void>;
  dropPlaybook(options: { name: string; by: string }): Promise<void>;
  playbooks(): Promise<Playbook[]>;
}

/**
 * The strategy that a store keeps.
 *
 * @example
 * await planning(store, context, serviceKpis).adopt(presetForOne({ owner: 'Ann' }));
 */
export function planning(store: Store, context: Context, kpis: Kpis): Planning {
  return {
    adopt: (strategy) => adoptStrategy(store, context, strategy),
    declareOutcome: (outcome) => declareOutcome(store, context, outcome),
    dropOutcome: (options) => dropOutcome(store, context, options),
    outcomes: () => outcomes(store),
    stage: () => stageOf(store, instantOf(context.clock), kpis),
    setStage: (options) => setStage(store, context, options),
    policy: () => policyOf(store),
    setPolicy: (options) => setPolicy(store, context, options),
    declarePlaybook: (options) => declarePlaybook(store, context, options),
    dropPlaybook: (options) => dropPlaybook(store, context, options),
    playbooks: () => playbooks(store),
  };
}
