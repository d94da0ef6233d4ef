import type { EffectiveStage } from '../../../core/strategy/stage.js';
import type { Intent } from '../intent.js';
import { type Refusal, refuse } from '../refusal.js';
import type { Rule } from '../rule.js';

/** Whether anything may go out at all today. */
export const isStageOpen: Rule = ({ stage, intent }) => stageRefusal(stage, intent);

/** What the stage refuses: in `listen` everything, before `run` what machines answer by themselves. */
export function stageRefusal({ stage, because }: EffectiveStage, { by, playbook }: Intent): Refusal | undefined {
  if (stage === 'listen') return refuse('stage', `Nothing goes out in the stage listen: ${because}`);
  if (stage === 'run' || by.type === 'human' || playbook === undefined) return undefined;
  return refuse('stage', `Machines answer in the stage run only; this is ${stage}. ${because}`);
}
