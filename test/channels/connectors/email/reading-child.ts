// Runs in a process of its own and is killed: see reading.live.test.ts.
import { email, type LiveEmailOptions } from '../../../../src/channels/connectors/email/index.js';
import { kenning } from '../../../../src/index.js';
import { openStore } from '../../../support/open-store.js';

/** Reads a whole mailbox into a store. */
const [options = '', place = ''] = process.argv.slice(2);
const mailbox = email(JSON.parse(options) as LiveEmailOptions);
const store = openStore(place);
// Ten mails a page, so that there is much between them to be killed in.
const support = { ...mailbox, messages: (page = {}) => mailbox.messages({ ...page, limit: 10 }) };
const app = kenning({ store, channels: { support } });
process.stdout.write('begun\n');
const { failed } = await app.sync();
if (failed[0]) throw new Error(JSON.stringify(failed[0]));
await app.stop();
await store.close();
process.stdout.write('done\n');
