import assert from 'node:assert/strict';
import type { Connector } from '../../../channels/connector.js';
import type { Observed } from '../../../core/model/observed.js';
import type { Page } from '../../../core/page.js';
import { offered } from '../absent.js';
import { ends } from '../expect.js';
import { facet } from '../facet.js';
import { isSaid } from './connector-listings.js';
import { type ConnectorSubject, listingsOf, saidIn, textNumber, withNetwork } from './connector-subject.js';

const givenUp = new Error('given up');

/** Reads a stream until it has told enough, or is given up. */
async function readUntil(
  connector: Connector,
  stop: AbortController,
  enough: (pages: readonly Page<Observed>[]) => boolean,
): Promise<Page<Observed>[]> {
  const pages: Page<Observed>[] = [];
  try {
    for await (const page of offered(connector, 'stream').call(connector, { signal: stop.signal })) {
      pages.push(page);
      if (enough(pages)) break;
    }
  } catch (error) {
    if (error !== givenUp) throw error;
  }
  return pages;
}

/** What is told the moment it happens. */
export const connectorStream = facet<ConnectorSubject>('stream', {
  'tells what is said': (subject) =>
    withNetwork(subject, async ({ connector, network }) => {
      offered(connector, 'stream');
      const [listing] = listingsOf(connector)[0] ?? [];
      assert.ok(listing);
      const stop = new AbortController();
      const read = readUntil(connector, stop, (pages) => saidIn(pages).length > 0);
      // Nobody knows when it has begun, so that it is said until it is heard.
      let heard = false;
      const saying = (async () => {
        for (let at = 0; at < 100 && !heard; at++) {
          await network.say(listing, { text: textNumber(at) });
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
        stop.abort(givenUp);
      })();
      const said = saidIn(await ends(read, 'the stream'));
      heard = true;
      await saying;
      assert.ok(said[0], 'something is heard');
      isSaid(said[0], connector);
    }),

  'ends when it is given up': (subject) =>
    withNetwork(subject, async ({ connector }) => {
      offered(connector, 'stream');
      const stop = new AbortController();
      const read = readUntil(connector, stop, () => false);
      setTimeout(() => stop.abort(givenUp), 50);
      await ends(read, 'a stream that is given up');
    }),
});
