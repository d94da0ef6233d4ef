// Reads a CRM of many contacts for the first time until it is done or killed: see first-sync-kill.test.ts.

import { sqlite } from '../../../src/core/store/sqlite.js';
import { kenning } from '../../../src/kenning.js';
import { JournalCrm } from './journal-crm.js';

const [database, count, now] = process.argv.slice(2) as [string, string, string];
const clock = { now: () => Number(now) };
const crm = new JournalCrm('sales', clock.now);
crm.pageSize = 40;
// Every second pair shares an address, so that the ledger is written too.
for (let number = 0; number < Number(count); number++)
  crm.edit(`c${number}`, { name: `Person ${number}` }, [
    `mail${number % 4 === 1 ? number - 1 : number}@people.example`,
  ]);
const list = crm.contacts;
let asked = 0;
crm.contacts = async (options) => {
  if (asked++ === 0) process.stdout.write(`from ${options?.cursor ?? options?.since ?? 'the beginning'}\n`);
  return list(options);
};
const app = kenning({ store: sqlite({ file: database }), crms: { sales: crm }, clock });
const { failed } = await app.sync();
await app.close();
if (failed[0]) throw failed[0].error;
