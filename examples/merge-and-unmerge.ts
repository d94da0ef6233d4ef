// Decide: merge two customers, look at why they are one, and take it back without loss.
import { kenning } from 'kenning';
import { email } from 'kenning/channels/email';
import { memory } from 'kenning/memory';

const data = `${import.meta.dirname}/demo/data`;
const app = kenning({
  store: memory(),
  channels: {
    support: email({ files: [`${data}/mails-day-1.mbox`, `${data}/mails-day-2.mbox`], own: ['@harborbikes.example'] }),
  },
});
await app.sync();

const teresa = await app.customer({ source: 'email', externalId: 't.okafor@porto-couriers.example' });
const tomas = await app.customer({ source: 'email', externalId: 'tomas.okafor@example.org' });
if (!teresa || teresa === 'erased' || !tomas || tomas === 'erased') throw new Error('Both have written.');

const preview = await app.preview(teresa.id, tomas.id);
console.log('A merge would change:', preview.changed.join(', '));

const { customer, decision } = await app.merge(teresa.id, tomas.id, { by: 'Jonas', reason: 'same family name' });
console.log('Together:', (await app.timeline(customer)).entries.length, 'interactions');
console.log('Why:', (await app.why(teresa.id, tomas.id))?.for);

if (!decision) throw new Error('They were one already.');
await app.unmerge(decision.id, { by: 'Jonas', reason: 'cousins' });
for (const { id } of [teresa, tomas]) console.log('Apart:', (await app.timeline(id)).entries.length, 'interactions');
await app.close();
