import { refuse } from '../refusal.js';
import type { Rule } from '../rule.js';
import { brokenLimit } from '../text-length.js';
import { foundWord } from '../wording.js';

/** Nothing is hidden or removed without a reason. */
export const isReasoned: Rule = ({ intent: { verb, reason } }) =>
  (verb === 'hide' || verb === 'remove') && !reason?.trim()
    ? refuse('reason', `To ${verb} something needs a reason.`, 'invalid')
    : undefined;

/** Whether the network takes the text as it is, in its own units. */
export const isTextSendable: Rule = ({ intent: { subject, text }, connector }) => {
  if (text === undefined) return undefined;
  if (!text.trim()) return refuse('text', 'The text is empty.', 'invalid');
  if (!text.isWellFormed() || subject?.isWellFormed() === false)
    return refuse('text', 'The text holds half a character.', 'invalid');
  const broken = brokenLimit(text, connector?.network.limits?.text ?? []);
  if (!broken) return undefined;
  const { length, max, unit } = broken;
  return refuse('length', `The text has ${length} ${unit}; ${connector?.network.name} takes ${max}.`, 'invalid');
};

/** Whether our own policy lets the words out. */
export const isTextAllowed: Rule = ({ intent: { subject = '', text }, policy }) => {
  if (text === undefined || !policy.forbiddenWords) return undefined;
  const word = foundWord(`${subject}\n${text}`, policy.forbiddenWords);
  return word === undefined ? undefined : refuse('forbidden-words', `The policy forbids the word "${word}".`);
};
