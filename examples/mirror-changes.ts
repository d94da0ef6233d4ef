// Miss nothing: keep a mirror of who is whom from the change feed. Killed anywhere, it goes on where it was.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kenning } from 'kenning';
import { email } from 'kenning/channels/email';
import { memory } from 'kenning/memory';

const folder = mkdtempSync(join(tmpdir(), 'mirror-'));
const file = join(folder, 'mirror.json');
interface Mirror {
  /** The sequence of the last change that is in it. */
  after: number;
  customers: Record<string, string>;
}
const read = (): Mirror => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { after: 0, customers: {} });

const app = kenning({
  store: memory(),
  channels: {
    support: email({ files: [`${import.meta.dirname}/demo/data/mails-day-1.mbox`], own: ['@harborbikes.example'] }),
  },
});
await app.sync();

const mirror = read();
for await (const change of app.changes({ after: mirror.after })) {
  if (change.type === 'record') mirror.customers[change.record] = change.customer;
  if (change.type === 'merged' || change.type === 'split')
    // What changed hands is asked anew: a customer's records are the store's to say.
    for (const record of Object.keys(mirror.customers)) {
      const customer = await app.customer(record);
      if (customer && customer !== 'erased') mirror.customers[record] = customer.id;
    }
  if (change.type === 'erased') for (const record of change.records) delete mirror.customers[record];
  mirror.after = change.sequence;
  // The place and the work are saved together, in one step.
  writeFileSync(`${file}.new`, JSON.stringify(mirror));
  renameSync(`${file}.new`, file);
}
console.log(`${Object.keys(read().customers).length} records mirrored up to change ${read().after}`);
await app.close();
rmSync(folder, { recursive: true });
