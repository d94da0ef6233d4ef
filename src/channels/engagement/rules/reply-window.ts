import { refuse } from '../refusal.js';
import type { Gate, Rule } from '../rule.js';

/** The most of a person's interactions that are looked through. */
const mostRead = 200;
/** What is no word of theirs, and opens no window. */
const wordless: ReadonlySet<string> = new Set(['reaction', 'follow', 'share']);

/** Some networks let us answer freely only for some hours after the customer's last word. */
export const isWithinWindow: Rule = async (gate) => {
  const { intent, connector, now } = gate;
  const hours = connector?.network.limits?.replyWithinHours;
  if (hours === undefined || (intent.verb !== 'reply' && intent.verb !== 'message')) return undefined;
  const last = await lastWord(gate);
  if (last === undefined)
    return refuse('reply-window', 'The customer has not written on this channel, so nothing may be written to them.');
  if (Date.parse(now) - Date.parse(last) <= hours * 3_600_000) return undefined;
  return refuse('reply-window', `The window closed ${hours} h after the customer's last message of ${last}.`);
};

/** When they last wrote to the channel. A time in the future, which a sender may make up, counts as when it was seen. */
async function lastWord({ store, record, intent, connector }: Gate): Promise<string | undefined> {
  if (!record) return undefined;
  const taken = await store.list('participants', 'byRecord', {
    where: { record },
    direction: 'descending',
    limit: mostRead,
  });
  let last: string | undefined;
  for (const { role, interaction } of taken) {
    if (role !== 'author') continue;
    const said = (await store.get('interactions', { id: interaction }))?.data;
    if (!said || said.network !== connector?.network.id || !said.channels.includes(intent.channel)) continue;
    if (wordless.has(said.kind)) continue;
    const at = said.at < said.firstSeenAt ? said.at : said.firstSeenAt;
    if (last === undefined || at > last) last = at;
    if (said.at <= said.firstSeenAt) break;
  }
  return last;
}
