// Answer: strategy first, then one gate. The network is played from a recording, so nothing leaves the machine.
import { type Kenning, kenning, presetForOne, refusalOf } from 'kenning';
import { bluesky } from 'kenning/channels/bluesky';
import { memory } from 'kenning/memory';
import { recordedBluesky } from './demo/recorded-fetch.ts';

const brand = bluesky({ identifier: 'harborbikes.test', password: 'recorded', fetch: recordedBluesky().fetch });

/** Somebody who waits for an answer. */
async function complaintIn(app: Kenning) {
  for await (const change of app.changes()) {
    if (change.type !== 'said') continue;
    const found = await app.interaction(change.interaction);
    if (found?.interaction.content.text.includes('brake recall')) return found.interaction.id;
  }
  throw new Error('Nobody wrote of the recall.');
}

const listening = kenning({ store: memory(), channels: { brand } });
await listening.sync();
try {
  await listening.reply({ to: await complaintIn(listening), text: 'We are on it.', by: 'Ann' });
} catch (error) {
  console.log('Refused:', refusalOf(error)?.reason);
}

// One line says what answering is for; from then on a person who sends has approved.
const answering = kenning({ store: memory(), channels: { brand }, strategy: presetForOne({ owner: 'Ann' }) });
await answering.sync();
const to = await complaintIn(answering);
const text = 'We are sorry. Your brake set came in this morning and is yours tomorrow.';
const { state, written } = await answering.reply({ to, text, by: 'Ann' });
console.log(state, written?.ref.externalId);
console.log((await answering.conversation(to))?.interactions.length, 'interactions in the conversation');
