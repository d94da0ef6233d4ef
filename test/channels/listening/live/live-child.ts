// Runs in a process of its own and is killed: see live-kill.test.ts.
import { openStore } from '../../../support/open-store.js';
import { listenToAll } from './listen-to-all.js';

const [place = ''] = process.argv.slice(2);
const store = openStore(place);
process.stdout.write('begun\n');
await listenToAll(store);
await store.close();
process.stdout.write('done\n');
