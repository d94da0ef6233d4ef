// Decide who is who by a rule of your own: one e-mail address is one person, and nothing else links.
import { kenning, type Resolver, type SourceRecord } from 'kenning';
import { email } from 'kenning/channels/email';
import { memory } from 'kenning/memory';

const addresses = (record: SourceRecord) =>
  record.identifiers.flatMap(({ kind, value }) => (kind === 'email' ? value.toLowerCase() : []));

const byAddress: Resolver = {
  version: 'by-address-1',
  keys: addresses,
  decide: (record, candidates) =>
    candidates.map((candidate) => {
      const same = addresses(candidate).some((address) => addresses(record).includes(address));
      return {
        candidate,
        outcome: same ? 'link' : 'none',
        probability: same ? 1 : 0,
        weight: same ? 20 : -20,
        evidence: [{ type: 'score', field: 'email', level: same ? 'exact' : 'different' }],
        proven: false,
      };
    }),
};

const app = kenning({
  store: memory(),
  resolver: byAddress,
  channels: {
    support: email({ files: [`${import.meta.dirname}/demo/data/mails-day-1.mbox`], own: ['@harborbikes.example'] }),
  },
});
await app.sync();
for (const { golden, records } of await app.customers())
  console.log(golden.attributes.name ?? golden.identifiers[0]?.value, records.length);
await app.close();
