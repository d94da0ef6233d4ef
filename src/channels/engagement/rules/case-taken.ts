import { caseOfInteraction } from '../../casework/case/case-store.js';
import { isSamePerson } from '../actor.js';
import { refuse } from '../refusal.js';
import type { Rule } from '../rule.js';

/** Nobody answers what somebody else has in hand. A machine may draft, since a person reads it before it goes out. */
export const isNotTaken: Rule = async ({ store, moment, goesOut, intent, interaction }) => {
  if (intent.verb !== 'reply' || !interaction || moment === 'released') return undefined;
  if (intent.by.type === 'machine' && !goesOut) return undefined;
  const found = await caseOfInteraction(store, interaction.id);
  if (!found || found.assignee === undefined || found.status === 'resolved') return undefined;
  if (intent.by.type === 'human' && isSamePerson(found.assignee, intent.by.name)) return undefined;
  return refuse('taken', `${found.assignee} has the case of this conversation. Let it be assigned first.`, 'conflict');
};
