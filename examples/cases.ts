// Cases: what is heard goes to teams, what must be answered is taken by one person, and clocks watch what was promised.
import { kenning, presetForOne, refusalOf } from 'kenning';
import { memory } from 'kenning/memory';
import { FakeNetwork, fakeNetworkConnector } from 'kenning/testing';

const time = { now: Date.parse('2026-11-27T15:00:00Z') };
const clock = { now: () => time.now };
const minutes = (count: number) => count * 60_000;

const network = new FakeNetwork({ clock });
const maya = network.join({ handle: 'maya', name: 'Maya Lindqvist' });
const theo = network.join({ handle: 'theo', name: 'Theo Amari' });
network.say({ by: maya, text: 'My brakes are broken, again.', mentions: ['us'] });
network.say({ by: theo, text: 'Where do I buy such a bell?', mentions: ['us'] });

const week = { monday: ['09:00-17:00'], tuesday: ['09:00-17:00'], friday: ['09:00-16:30'] };
const app = kenning({
  store: memory(),
  clock,
  channels: { brand: fakeNetworkConnector(network) },
  strategy: presetForOne({ owner: 'Ann', clock }),
  listen: {
    queries: { broken: 'broken OR fail*', buying: 'buy OR price' },
    routing: [
      { name: 'repairs', to: 'service', when: { query: 'broken' }, priority: 'high' },
      { name: 'buyers', to: 'sales', when: { query: 'buying' } },
    ],
    cases: {
      hours: { shop: { timeZone: 'Europe/Berlin', hours: week } },
      levels: [{ name: 'shop hours', firstResponse: 60, hours: 'shop' }],
    },
  },
});
app.on('case', ({ case: { team }, what, clock: promise }) => console.log(`${team}: ${what}`, promise ?? ''));
await app.sync();

// Said at four on a Friday in Berlin: half an hour of the shop's time is left, the rest is on Monday.
for (const { case: one, dueAt, reasons } of (await app.inbox()).entries)
  console.log(one.team, one.opening?.reasons, 'due', dueAt, reasons);

const [first] = (await app.inbox({ team: 'service' })).entries;
if (!first) throw new Error('Nobody complains.');
const { id, interaction } = first.case;
await app.claim({ id, by: 'Ben' });
try {
  await app.reply({ to: interaction, text: 'Hello Maya!', by: 'Cleo' });
} catch (error) {
  console.log('Refused:', refusalOf(error)?.reason);
}
time.now += minutes(10);
await app.reply({ to: interaction, text: 'Bring it in on Monday, a new cable waits for you.', by: 'Ben' });
await app.sync();
await app.resolve({ id, by: 'Ben', note: 'A new cable.' });

// Nobody has looked at the other one: on Monday its promise is broken.
console.log((await app.breaches({ minutesEach: 90 })).breaches.length, 'promise will be broken');
time.now = Date.parse('2026-11-30T09:00:00Z');
await app.tick();
for (const { at, what, clock: promise } of (await app.caseOf(id))?.events ?? []) console.log(at, what, promise ?? '');
await app.close();
