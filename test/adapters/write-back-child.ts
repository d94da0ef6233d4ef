// Writes back until it is done or killed: see write-back-kill.test.ts.
import { csv } from '../../src/adapters/crms/csv/index.js';
import { sqlite } from '../../src/core/store/sqlite.js';
import { turnedClock } from '../core/outbox/clerk.js';
import { office } from './office.js';

const [database, file, now] = process.argv.slice(2) as [string, string, string];
const store = sqlite({ file: database });
const room = office(store, { contacts: csv({ file }) }, undefined, turnedClock(Number(now)));
process.stdout.write('begun');
await room.settle();
await store.close();
