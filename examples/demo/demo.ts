// Two days at Harbor Bikes, a made-up maker of city bikes. No network, no account, no server: mails, a blog's comments, a log
// of calls and meetings and a contact list are files; Bluesky is played from a recording of a network that ran on loopback.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Customer, type Interaction, kenning, presetForOne } from 'kenning';
import { bluesky } from 'kenning/channels/bluesky';
import { email } from 'kenning/channels/email';
import { feed } from 'kenning/channels/feed';
import { logbook } from 'kenning/channels/logbook';
import { csv } from 'kenning/crms/csv';
import { sqlite } from 'kenning/sqlite';
import { nameOf, narrator, tellInteraction, wordsOf } from './narrator.ts';
import { recordedBluesky } from './recorded-fetch.ts';

const { heading, say } = narrator;
const folder = mkdtempSync(join(tmpdir(), 'harbor-bikes-'));
const data = join(import.meta.dirname, 'data');
for (const file of ['contacts.csv', 'log.csv', 'blog.xml']) cpSync(join(data, file), join(folder, file));
const inbox = join(folder, 'inbox.mbox');
cpSync(join(data, 'mails-day-1.mbox'), inbox);
const contactList = join(folder, 'contacts.csv');

let now = Date.parse('2026-11-23T09:12:00.000Z');
const clock = { now: () => now++ };
const recorded = recordedBluesky();
const us = ['support@harborbikes.example', '@harborbikes.example'];
const app = kenning({
  store: sqlite({ file: join(folder, 'crm.sqlite') }),
  crms: { contacts: csv({ file: contactList, id: 'Customer no.', clock }) },
  channels: {
    support: email({ files: [inbox], own: us, clock }),
    brand: bluesky({ identifier: 'harborbikes.test', password: 'recorded', fetch: recorded.fetch, clock }),
    blog: feed({ file: join(folder, 'blog.xml'), clock }),
    log: logbook({ file: join(folder, 'log.csv'), own: us, clock }),
  },
  strategy: presetForOne({ owner: 'Jonas', clock }),
  clock,
});

const heard: Interaction[] = [];
app.on('interaction', ({ interaction }) => void heard.push(interaction));
app.on('progress', ({ from, step, items }) => process.stderr.write(`  … ${from}: ${step}, ${items} read\n`));
app.on('rejected', ({ from, rejected }) => {
  for (const { at, reason } of rejected) process.stderr.write(`  ! ${from} ${at ?? ''}: ${reason}\n`);
});

async function listen(): Promise<void> {
  const report = await app.sync();
  for (const { from, error } of report.failed) throw new Error(`${from}: ${error.message}`);
  say(`${report.contacts} contacts read; ${report.said} interactions are new, ${report.known} were known.`);
  for (const interaction of heard.splice(0).sort((left, right) => (left.at < right.at ? -1 : 1)))
    await tellInteraction(app, interaction);
}

async function contact(externalId: string): Promise<Customer> {
  const customer = await app.customer({ source: 'csv/contacts.csv', externalId });
  if (!customer || customer === 'erased') throw new Error(`There is no contact ${externalId}.`);
  return customer;
}

const sourcesOf = ({ records }: Customer) => [...new Set(records.map(({ source }) => source))].join(', ');

async function idsOf(customer: Customer): Promise<string[]> {
  return (await app.timeline(customer.id)).entries.map(({ interaction }) => interaction.id);
}

async function showTimeline(customer: Customer): Promise<void> {
  for (const { interaction, roles } of (await app.timeline(customer.id)).entries) {
    const arrow = roles.includes('author') ? '→ us' : '← we';
    say(
      `  ${interaction.at.slice(0, 16).replace('T', ' ')}  ${interaction.network.padEnd(8)} ${arrow}  ${wordsOf(interaction)}`,
    );
  }
}

function expect(truth: boolean, what: string): void {
  say(`  ${truth ? '✓' : '✗'} ${what}`);
  if (!truth) process.exitCode = 1;
}

heading('Day 1: who says what, where, and who it is');
await listen();

heading('Where the evidence can be made up, a person is asked');
for (const { id, a, b } of await app.reviews()) {
  const [left, right] = await Promise.all([a, b].map((record) => app.customer(record)));
  if (!left || !right || left === 'erased' || right === 'erased' || left.id === right.id) continue;
  const reasons = (await app.why(a, b))?.for.map(({ field, level }) => `${field} ${level}`).join(', ');
  const same = nameOf(left) === nameOf(right);
  say(`${nameOf(left)} (${sourcesOf(left)})\n  and ${nameOf(right)} (${sourcesOf(right)})? ${reasons}`);
  say(same ? '  Jonas says: yes.' : '  Jonas does not know yet; it stays open.');
  if (same) await app.answer(id, true, { by: 'Jonas' });
}

heading('We answer where she asked');
const maya = await contact('1001');
const { entries } = await app.timeline(maya.id);
const complaint = entries.find(({ interaction }) => interaction.network === 'bluesky')?.interaction;
if (!complaint) throw new Error('Maya has not spoken on Bluesky.');
const answer = await app.reply({
  to: complaint.id,
  by: 'Jonas',
  text: 'We are sorry, @maya-rides.test. Your brake set came in this morning and is yours tomorrow. Details: https://harborbikes.example/recall',
});
say(`Sent to Bluesky: ${answer.state} (${answer.written?.permalink ?? answer.written?.ref.externalId})`);
heard.length = 0;

heading(`Everything with ${nameOf(maya)}, whatever the channel`);
await showTimeline(maya);

heading('Two contacts look like one: we merge them');
const [tomas, teresa] = [await contact('1002'), await contact('1006')];
const before = { tomas: await idsOf(tomas), teresa: await idsOf(teresa) };
const preview = await app.preview(tomas.id, teresa.id);
say(`${nameOf(tomas)} and ${nameOf(teresa)}; a merge would change: ${preview.changed.join(', ')}`);
const merged = await app.merge(tomas.id, teresa.id, { by: 'Jonas', reason: 'same firm, same family name' });
say(
  `They are ${nameOf(preview.after)} now, with ${(await app.timeline(merged.customer)).entries.length} interactions.`,
);

heading('Day 2: more arrives');
now = Date.parse('2026-11-24T09:00:00.000Z');
recorded.nextDay();
writeFileSync(inbox, readFileSync(join(data, 'mails-day-2.mbox')), { flag: 'a' });
await listen();

heading('They are cousins: we take the merge back');
if (!merged.decision) throw new Error('They were one already.');
const all = new Set(await idsOf(await contact('1002')));
await app.unmerge(merged.decision.id, { by: 'Jonas', reason: 'Teresa and Tomás are cousins' });
const after = { tomas: await idsOf(await contact('1002')), teresa: await idsOf(await contact('1006')) };
await showTimeline(await contact('1002'));
say('');
await showTimeline(await contact('1006'));
expect(
  before.tomas.every((id) => after.tomas.includes(id)),
  'Tomás has all that he had before',
);
expect(
  before.teresa.every((id) => after.teresa.includes(id)),
  'Teresa has all that she had before',
);
expect(
  all.size === after.tomas.length + after.teresa.length && [...after.tomas, ...after.teresa].every((id) => all.has(id)),
  'what came while they were one is with whom it belongs to; nothing is lost, nothing is doubled',
);

heading('A post was deleted there, so it is gone here');
const swept = await app.sweep({ recheck: 'now' });
say(`${swept.checked} of Bluesky's posts still stand; ${swept.removed} is gone.`);
for await (const change of app.changes())
  if (change.type === 'removed') {
    const gone = (await app.interaction(change.interaction))?.interaction;
    if (gone) say(`  ${gone.at.slice(0, 16).replace('T', ' ')}  ${gone.network}  ${wordsOf(gone)}`);
    expect(gone?.content.text === '', 'no word of it is left');
  }

heading('How the contact list stands');
const audited = await app.audit({ crm: 'contacts' });
for (const { problem, contacts } of audited.problems.slice(0, 3)) say(`${contacts} contacts: ${problem}`);
say(`${audited.duplicates.expected} contacts are most likely there twice.`);
// Before anything is written into a CRM somebody has to say that he knows how its data stands.
await app.acknowledgeAudit({ crm: 'contacts', by: 'Ann' });

heading('Back in the contact list');
const rows = readFileSync(contactList, 'utf8').split('\n').length;
const written = await app.writeBack();
say(
  `${written.activities} activities and ${written.enrichments} enrichments written, ${written.delivered.failed} failed.`,
);
for (const [term, count] of Object.entries(written.refused)) say(`  ${count} not written: the term ${term} forbids it`);
const list = readFileSync(contactList, 'utf8');
say(`\n${list.split('\n').slice(0, 3).join('\n')}\n…`);
const logged = readFileSync(contactList.replace('.csv', '.activities.csv'), 'utf8').split('\n');
say(`\n${[logged[0], ...logged.filter((line) => line.includes('"bluesky","')).slice(0, 3)].join('\n')}\n…`);
expect(list.split('\n').length === rows, 'the list has as many rows as before');

await app.close();
if (process.argv.includes('--keep')) say(`\nThe store and the files are in ${folder}.`);
else {
  rmSync(folder, { recursive: true });
  say('\nRun it with --keep to look at the store and the files.');
}
