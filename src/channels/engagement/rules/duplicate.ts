import type { OutboxEntry } from '../../../core/model/outbox-entry.js';
import { askedWithin } from '../acts.js';
import { intentOf } from '../intent.js';
import { queuesOf } from '../outbox-queue.js';
import { type Refusal, refuse } from '../refusal.js';
import type { Gate, Rule } from '../rule.js';

/** To how many people the same words may go within a day, unless they are as short as a thank-you. */
const samePeople = 10;
const shortText = 40;

const certainlyNotSent: ReadonlySet<string> = new Set(['cancelled', 'failed']);
const unfinished = ['pending', 'sent', 'unknown', 'held'] as const;

/** Nobody is told the same twice, and not everybody the same. */
export const isNoDuplicate: Rule = async (gate) => {
  const { moment, intent, interaction } = gate;
  if (moment === 'released') return undefined;
  if (intent.verb === 'reply') {
    if (await isThere(gate, ['done', ...unfinished]))
      return refuse('duplicate', 'This interaction was answered with the same text already.');
  } else if (interaction) {
    // What was hidden or removed and stands again may be hidden again.
    if (await isThere(gate, intent.verb === 'like' ? ['done', ...unfinished] : unfinished))
      return refuse('duplicate', `There is a ${intent.verb} of this interaction already.`);
  }
  return sameText(gate);
};

/**
 * Whether the outbox holds the same act on the same interaction; of each channel and state the newest 200 are read. The
 * queues are held, or an entry could go from a state that is not read yet into one that was read already.
 */
async function isThere(gate: Gate, states: readonly OutboxEntry['state'][]): Promise<boolean> {
  const { store, intent, interaction, channels } = gate;
  if (!interaction) return false;
  for (const queue of queuesOf(channels, intent.verb, interaction))
    for (const state of states)
      for (const { data } of await store.list('outbox', 'byQueue', {
        where: { queue, state },
        direction: 'descending',
        limit: 200,
      })) {
        const earlier = intentOf(data);
        if (earlier?.verb === intent.verb && earlier.of === intent.of && earlier.fingerprint === intent.fingerprint)
          return true;
      }
  return false;
}

/** Compares a text with those of the last day on the channel, by their fingerprints. */
async function sameText(gate: Gate): Promise<Refusal | undefined> {
  const { store, intent, now, record, customerOf } = gate;
  const { fingerprint, verb, channel, text = '' } = intent;
  if (fingerprint === undefined) return undefined;
  const person = record && (await customerOf(store, record));
  const people = new Set<string>();
  for (const act of await askedWithin(store, channel, now, 24)) {
    if (act.fingerprint !== fingerprint) continue;
    const entry = act.entry === undefined ? undefined : await store.get('outbox', { id: act.entry });
    if (entry && certainlyNotSent.has(entry.state)) continue;
    // Its conversation may have become another one since.
    if (verb === 'reply' && act.act === verb && act.of === intent.of)
      return refuse('duplicate', 'This interaction was answered with the same text already.');
    const told = act.person && ((await customerOf(store, act.person)) ?? act.person);
    if (verb !== 'reply' && act.act === verb && told === person)
      return refuse('duplicate', 'The same text went out within a day already.');
    if (told) people.add(told);
  }
  const byPlaybook = intent.by.type === 'machine' && intent.playbook !== undefined;
  if (byPlaybook || !person || people.has(person) || people.size < samePeople || text.length <= shortText)
    return undefined;
  return refuse('same-to-many', `The same text went to ${people.size} people within a day; write to this one.`);
}
