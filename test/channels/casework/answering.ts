import type { Connector } from '../../../src/channels/connector.js';
import type { Store } from '../../../src/core/store/store.js';
import { kenning, presetForOne } from '../../../src/index.js';
import { listen, say, square } from './world.js';

/** An app whose channel writes down each answer that leaves, once it leaves. */
export function answering(store: Store, write: (line: string) => void) {
  const items = Array.from({ length: 24 }, (_, number) =>
    say(number, { text: `broken ${number}`, by: `person ${number}`, minute: 0 }),
  );
  const reply: Connector['reply'] = {
    repeat: 'unsafe',
    async send({ draft, key }) {
      write(`${draft.to.externalId}\n`);
      const ref = { network: 'square', realm: '', externalId: `answer ${key}` };
      return { ref, at: new Date().toISOString() };
    },
  };
  const app = kenning({
    store,
    channels: { brand: { ...square(items), reply } },
    strategy: presetForOne({ owner: 'Ann' }),
    listen: { ...listen, cases: { ...listen.cases, openWithinDays: 36_500 } },
  });
  return {
    app,
    complaints: items.length,
    async reply(to: string, by: string) {
      const { state } = await app.reply({ to, text: `${by} answers ${to}.`, by });
      if (state !== 'done') throw new Error(`The answer of ${by} is ${state}.`);
    },
  };
}
