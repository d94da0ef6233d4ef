import { kenning } from '../../../src/index.js';
import { openStore } from '../../support/open-store.js';
import { madeUpNetwork } from './made-up-network.js';

/** Listens to the made-up network into a store, until it is done or killed. */
const [place = '', order = ''] = process.argv.slice(2);
const app = kenning({
  store: openStore(place),
  channels: { brand: madeUpNetwork(order === 'newest-first' ? 'newest-first' : 'oldest-first') },
});
process.stdout.write('begun\n');
const { failed } = await app.sync();
if (failed.length > 0) throw failed[0]?.error;
await app.close();
process.stdout.write('done\n');
