import { instantOf } from '../../core/clock.js';
import type { ChangeBody } from '../../core/model/change.js';
import type { StoreTransaction } from '../../core/store/store.js';
import { type NewCase, opened, type Step } from './case/case-steps.js';
import { keepStep, tie, tieRecord } from './case/case-store.js';
import { threadRoot } from './case/find-case.js';
import type { CaseworkDesk } from './casework-options.js';
import { incidentOf } from './incidents.js';
import type { Heard } from './routing/hear.js';

/** Opens a case from something that was said. Hold {@link caseworkLock}. */
export async function openFrom(
  desk: CaseworkDesk,
  transaction: StoreTransaction,
  { interaction, author, facts }: Heard,
  draft: Pick<NewCase, 'team' | 'priority' | 'openedBy' | 'opening'>,
): Promise<{ step: Step; bodies: ChangeBody[] }> {
  const { context, levels, weights } = desk;
  const record = author as NonNullable<typeof author>;
  const promises = levels.chosen({ team: draft.team, priority: draft.priority, facts });
  const { followers, value, query } = facts;
  const full = {
    ...draft,
    id: context.ids.next(),
    record,
    interaction: interaction.id,
    queries: [...query],
    ...(followers !== undefined && { followers }),
    ...(value !== undefined && { value }),
  };
  const step = opened(full, interaction.at, instantOf(context.clock), promises);
  const incident = await incidentOf(transaction, step.case);
  if (incident) {
    step.case = { ...step.case, incident };
    await tie(transaction, 'incident', incident, step.case.id);
  }
  const bodies = await keepStep(transaction, context, step, { interaction: interaction.id }, weights);
  await tieRecord(transaction, step.case, record);
  await tie(transaction, 'interaction', interaction.id, step.case.id);
  const root = await threadRoot(transaction, interaction);
  if (root) await tie(transaction, 'root', root, step.case.id);
  return { step, bodies };
}
