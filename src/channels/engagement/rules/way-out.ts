import { paused } from '../../../core/outbox/pause.js';
import type { Connector } from '../../connector.js';
import { engagementVerbs } from '../intent.js';
import { refuse } from '../refusal.js';
import type { Gate, Rule } from '../rule.js';

export const isNotPaused: Rule = async ({ store, intent }) => {
  const pause = await paused(store, intent.channel);
  if (!pause) return undefined;
  const what = pause.channel === '*' ? 'all channels' : pause.channel;
  return refuse('paused', `${pause.by} paused ${what}: ${pause.reason}`);
};

export const isVerbThere: Rule = ({ connector, intent: { channel, verb } }) => {
  if (!connector) return refuse('verb', `There is no channel "${channel}"; configure it first.`, 'unsupported');
  if (connector[verb]) return undefined;
  const { name } = connector.network;
  return refuse('verb', `The channel ${channel} (${name}) can not ${verb}; ${instead(connector)}.`, 'unsupported');
};

function instead(connector: Connector): string {
  const there = engagementVerbs.filter((verb) => connector[verb]);
  return there.length > 0 ? `it can ${there.join(', ')}` : 'it can only be listened to';
}

/** Whether what is answered is there, and was seen where the answer goes out. */
export const isStanding: Rule = ({ intent: { verb, of, channel }, interaction }) => {
  if (of === undefined) return undefined;
  if (!interaction) return refuse('stands', `There is no interaction ${of}.`, 'not-found');
  const stands = interaction.state === 'standing' || (interaction.state === 'hidden' && verb === 'remove');
  if (!stands) return refuse('stands', `The interaction ${of} is ${interaction.state}.`, 'not-found');
  if (interaction.channels.includes(channel)) return undefined;
  return refuse('seen-on-channel', `The channel ${channel} has not seen the interaction ${of}.`);
};

/** A machine's answer is made of what another said, so it needs a term that allows it. */
export const isAllowedByTerms: Rule = async (gate) => {
  const { permits, connector, intent, interaction, now } = gate;
  const terms = connector?.network.terms;
  if (intent.text !== undefined) {
    const word = permits(terms, 'publish', { kind: 'own-data', origin: 'human' }, now);
    if (!word.permitted) return refuse('terms', `The network's term ${word.term} forbids it: ${word.reason}`);
  }
  if (intent.by.type === 'human' || intent.playbook === undefined || !interaction) return undefined;
  const { origin, firstSeenAt: at } = interaction;
  const asked = await turnedToUs(gate);
  const word = permits(terms, 'answer-by-machine', { kind: 'content', origin, at, asked }, now);
  if (word.permitted) return undefined;
  return refuse('terms', `The network's term ${word.term} forbids machines to answer: ${word.reason}`);
};

/** Whether the interaction speaks to us: we are addressed or mentioned in it. */
async function turnedToUs({ store, interaction }: Gate): Promise<boolean> {
  for (const { role, record } of interaction?.participants ?? [])
    if (role !== 'author' && (await store.get('records', { id: record }))?.state === 'own') return true;
  return false;
}
