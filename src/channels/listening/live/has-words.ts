import type { Interaction } from '../../../core/model/interaction.js';

/** Whether there is anything to look at: what was removed or forgotten has no words. */
export function hasWords({ state, forgotten }: Interaction): boolean {
  return state !== 'removed' && !forgotten;
}
