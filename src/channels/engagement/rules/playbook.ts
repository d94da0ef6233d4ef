import { playbooks } from '../../../core/strategy/policy.js';
import { askedWithin } from '../acts.js';
import { refuse } from '../refusal.js';
import type { Gate, Rule } from '../rule.js';

/**
 * A machine answers by a playbook, with its words, what it is for, and as often as it says. What it writes without one is
 * a draft that waits for a person.
 */
export const isPlaybookAllowed: Rule = async (gate) => {
  const { store, intent, interaction, moment } = gate;
  const { by, verb, of, playbook: name, text } = intent;
  if (by.type === 'human') return undefined;
  if (verb !== 'reply') return refuse('playbook', `A machine may only reply; ${verb} is for people.`);
  if (name === undefined) return undefined;
  if (interaction?.automatic)
    return refuse('playbook', 'A machine wrote it, and machines that answer each other never end.');
  const playbook = (await playbooks(store)).find((known) => known.name === name);
  if (!playbook) return refuse('playbook', `There is no playbook "${name}".`);
  if (text !== playbook.text) return refuse('playbook', `The playbook "${name}" has other words.`);
  const signals = of ? await store.list('signals', 'byInteraction', { where: { interaction: of }, limit: 1000 }) : [];
  const intents = signals.filter(({ type }) => type === 'intent').map(({ data }) => data.value);
  if (!intents.some((found) => playbook.intents.includes(found)))
    return refuse('playbook', `The interaction shows none of the intents of "${name}".`);
  const used = moment === 'asked' ? await usesWithinADay(gate, name) : 0;
  if (used < playbook.perDay) return undefined;
  return refuse('playbook', `The playbook "${name}" has answered ${used} times within a day already.`);
};

async function usesWithinADay({ store, now, channels }: Gate, name: string): Promise<number> {
  let used = 0;
  for (const channel of channels)
    for (const { playbook } of await askedWithin(store, channel, now, 24)) if (playbook === name) used += 1;
  return used;
}
