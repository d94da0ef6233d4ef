// Runs in a process of its own beside others: see processes.test.ts.
import { appendFileSync } from 'node:fs';
import { isKenningError } from '../../../src/core/errors.js';
import { openStore } from '../../support/open-store.js';
import { answering } from './answering.js';

const [place = '', answers = '', name = ''] = process.argv.slice(2);
const store = openStore(place);
const { app, reply } = answering(store, (line) => appendFileSync(answers, line));
process.stdout.write('begun\n');
for (;;) {
  // Everybody sees the same page and wants its first case.
  const { entries } = await app.inbox({ assignee: null, limit: 3 });
  if (entries.length === 0) break;
  for (const { case: one } of entries) {
    try {
      await app.claim({ id: one.id, by: name });
    } catch (error) {
      if (isKenningError(error, 'conflict')) continue;
      throw error;
    }
    await reply(one.interaction, name);
    await app.resolve({ id: one.id, by: name });
  }
}
await store.close();
process.stdout.write('done\n');
