// Runs in a process of its own and is killed: see storm-kill.test.ts.
import { openStore } from '../../../support/open-store.js';
import { hearStorm } from './storm-world.js';

const [place = ''] = process.argv.slice(2);
const store = openStore(place);
process.stdout.write('begun\n');
await hearStorm(store);
await store.close();
process.stdout.write('done\n');
