// How does a contact list stand? What to mend first, before anything is written into it.
import { kenning } from 'kenning';
import { csv } from 'kenning/crms/csv';
import { memory } from 'kenning/memory';

const contacts = csv({ file: `${import.meta.dirname}/demo/data/contacts.csv` });
const app = kenning({ store: memory(), crms: { contacts } });

await app.writeBack().catch((error: Error) => console.log(`Refused: ${error.message}\n`));

const report = await app.audit({ crm: 'contacts' });
console.log(`${report.contacts} contacts, about ${report.duplicates.expected} of them there twice.`);
for (const { problem, contacts: count, examples } of report.problems.slice(0, 5))
  console.log(`${count} × ${problem}, for example contact ${examples[0]?.contact}`);
for (const { owner, contacts: count, withProblems } of report.owners.slice(0, 3))
  console.log(`${owner ?? 'nobody'} looks after ${count}, ${withProblems} with problems`);

await app.acknowledgeAudit({ crm: 'contacts', by: 'Ann', note: 'duplicates are merged in May' });
console.log('\nAcknowledged: from now on it may be written into.');
await app.close();
