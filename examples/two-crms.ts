// Two CRMs in step: what is edited in one goes to the other; what both edited is put before a person.
import { kenning } from 'kenning';
import { memory } from 'kenning/memory';
import { FakeCrm, fakeCrmAdapter } from 'kenning/testing';

const sales = new FakeCrm();
const support = new FakeCrm();
const email = 'maya@lindqvist.example';
const inSales = sales.add({ first_name: 'Maya', email, title: 'Buyer' });
const inSupport = support.add({ first_name: 'Maya', email });

const app = kenning({
  store: memory(),
  crms: {
    sales: fakeCrmAdapter(sales, { source: 'fake-crm/sales' }),
    support: fakeCrmAdapter(support, { source: 'fake-crm/support' }),
  },
  sync: { fields: [{ field: 'title' }] },
});
const step = async (what: string) => {
  await app.sync();
  await app.deliver();
  const titles = [sales.contacts.get(inSales), support.contacts.get(inSupport)].map((contact) => contact?.values.title);
  console.log(`${what}: sales says "${titles[0]}", support says "${titles[1]}"`);
};

// Before anything is written somebody has to know how the CRMs' data stand.
for (const crm of ['sales', 'support']) {
  const { contacts, problems } = await app.audit({ crm });
  console.log(`${crm}: ${contacts} contacts, ${problems.length} kinds of problems`);
  await app.acknowledgeAudit({ crm, by: 'Ann' });
}
await step('One has a title');
support.change(inSupport, { title: 'Fleet manager' });
await step('Support edits it');
sales.change(inSales, { title: 'Head of purchasing' });
support.change(inSupport, { title: 'Head of fleet' });
await step('Both edit it');
const [conflict] = await app.conflicts();
if (!conflict) throw new Error('There should be a conflict.');
console.log(conflict.problem);
await app.answerConflict(conflict.id, { take: 'support' }, { by: 'Ann' });
await step('Ann says that support is right');
await app.close();
