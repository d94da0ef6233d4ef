import type { Refusal } from './refusal.js';
import type { Gate, Rule } from './rule.js';
import { isNotTaken } from './rules/case-taken.js';
import { isConsented } from './rules/consent.js';
import { isNoDuplicate } from './rules/duplicate.js';
import { isPlaybookAllowed } from './rules/playbook.js';
import { isWithinRate } from './rules/rate.js';
import { isWithinWindow } from './rules/reply-window.js';
import { isStageOpen } from './rules/stage.js';
import { isReasoned, isTextAllowed, isTextSendable } from './rules/text.js';
import { isAllowedByTerms, isNotPaused, isStanding, isVerbThere } from './rules/way-out.js';

const rules: readonly Rule[] = [
  isStageOpen,
  isNotPaused,
  isVerbThere,
  isStanding,
  isPlaybookAllowed,
  isAllowedByTerms,
  isReasoned,
  isTextSendable,
  isTextAllowed,
  isWithinWindow,
  isConsented,
  isNotTaken,
  isNoDuplicate,
  isWithinRate,
];

/** Asks every rule in order; gives the first refusal. */
export async function passGate(gate: Gate): Promise<Refusal | undefined> {
  for (const rule of rules) {
    const refusal = await rule(gate);
    if (refusal) return refusal;
  }
  return undefined;
}
