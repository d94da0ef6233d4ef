// One of several processes that write into one PostgreSQL at a time: see many-processes.test.ts.
import { person, random } from '../../../bench/made-up.js';
import { contextOf } from '../../../src/core/context.js';
import { ingest } from '../../../src/core/ingest/ingest.js';
import type { SourceRecordDraft } from '../../../src/core/model/source-record.js';
import { matcher } from '../../../src/identity/matcher/matcher.js';
import { recognizer } from '../../../src/identity/recognizer.js';
import { stewardship } from '../../../src/identity/stewardship.js';
import { openStore } from '../../support/open-store.js';

const [place = '', who = '', howMany = '', roundsText = '', seed = ''] = process.argv.slice(2);
const self = Number(who);
const processes = Number(howMany);
const rounds = Number(roundsText);
const store = openStore(place);
const context = contextOf();
const intake = ingest({ store, context, recognizer: recognizer({ resolver: matcher(), context }) });
/** The same in all processes, so that they take the same rounds at the same moment. */
const together = random(Number(seed));
const next = random(Number(seed) + 1 + self);

/** Waits until all processes are here. */
function all(): Promise<void> {
  return new Promise((resolve) => {
    process.once('message', () => resolve());
    process.send?.('here');
  });
}

/**
 * In each round every process brings a record of its own, which shares an address with the one before and the one
 * behind, and all bring the same one besides.
 */
function draft(round: number, version: number, source = `crm-${self}`): SourceRecordDraft {
  const address = (of: number) => ({
    kind: 'email',
    scope: '',
    value: `link${of % processes}.${round}@people.example`,
    verifiedBy: 'crm',
  });
  return {
    source,
    externalId: `person-${round}`,
    kind: 'contact',
    party: 'person',
    identifiers: [address(self), address(self + 1)],
    attributes: { name: person(round).name, title: `engineer, level ${version}` },
    origin: 'api',
    observedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, version)).toISOString(),
  };
}

/** A person merges two customers while machines link others to them. */
async function mergeTwo(round: number): Promise<void> {
  const ids = [];
  for (const number of [round, Math.floor(next() * (round + 1))]) {
    const where = { source: 'crm-0', externalId: `person-${number}` };
    ids.push((await store.list('records', 'bySource', { where, limit: 1 }))[0]?.id);
  }
  const [a, b] = ids;
  if (a && b && a !== b) await stewardship(store, context).merge(a, b, { by: 'Ann' });
}
for (let round = 0; round < rounds; ) {
  const size = Math.min(1 + Math.floor(together() * 5), rounds - round);
  await all();
  const drafts = Array.from({ length: size }, (_, step) => [
    draft(round + step, 0),
    draft(round + step, self, 'everybody'),
  ]).flat();
  // Every other process takes them the other way round, so that locks in order of arrival would cross.
  await intake.records(self % 2 ? drafts.reverse() : drafts);
  // What is known changes at the same moment as others link to it.
  if (next() < 0.3) await intake.records([draft(Math.floor(next() * (round + 1)), round + 1)]);
  if (self === 0 && next() < 0.1) await mergeTwo(round);
  round += size;
}

await store.close();
process.disconnect();
