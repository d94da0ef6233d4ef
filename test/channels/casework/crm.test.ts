import { expect, it } from 'vitest';
import { memory } from '../../../src/core/store/memory.js';
import type { Store } from '../../../src/core/store/store.js';
import { kenning } from '../../../src/index.js';
import { FakeCrm, FakeNetwork, fakeCrmAdapter, fakeNetworkConnector } from '../../../src/testing/index.js';
import { acknowledge } from '../../support/acknowledge.js';
import { listen, start } from './world.js';

/** An app with a contact of a CRM, as whom somebody complains. */
async function known(store: Store) {
  const clock = { now: () => start };
  const crm = new FakeCrm({
    clock,
    fields: ['first_name', 'last_name', 'email', 'worth'].map((name) => ({ name, label: name })),
  });
  const network = new FakeNetwork({ clock });
  const ann = network.join({ handle: 'ann', name: 'Ann Lee' });
  crm.add({ first_name: 'Ann', last_name: 'Lee', email: 'ann@example.org', worth: '5000' });
  network.say({ by: ann, text: 'My bike is broken', mentions: ['us'] });
  const app = kenning({
    store,
    clock,
    crms: { desk: fakeCrmAdapter(crm) },
    channels: { brand: fakeNetworkConnector(network) },
    listen: { ...listen, cases: { ...listen.cases, customer: { value: 'worth' } } },
  });
  await app.sync();
  return { app };
}

it('a case shows the one that its conversation has in a CRM', async () => {
  const store = memory();
  const { app } = await known(store);
  const [entry] = (await app.inbox()).entries;
  const contact = await app.customer('ann@example.org');
  if (!entry || !contact || contact === 'erased') throw new Error('They are not known.');
  await app.merge(entry.customer, contact.id, { by: 'Ben' });
  await app.sync();
  // What the customer is worth is known from now on, and the case stands where it belongs.
  const [placed] = (await app.inbox()).entries;
  expect(placed).toMatchObject({
    case: { value: 5000 },
    reasons: [{ factor: 'urgency' }, { factor: 'value', of: 5000 }],
  });
  await acknowledge(store, 'desk');
  await app.openCase(entry.case.interaction, { by: 'Ben' });
  await app.deliver();
  await app.sync();
  expect((await app.caseOf(entry.case.id))?.crm).toMatchObject([{ kind: 'case', state: 'open' }]);
});
