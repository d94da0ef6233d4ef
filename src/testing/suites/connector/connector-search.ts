import assert from 'node:assert/strict';
import type { Connector, Listing } from '../../../channels/connector.js';
import type { Observed } from '../../../core/model/observed.js';
import { observed } from '../../../core/model/observed.js';
import type { Page, PageOptions } from '../../../core/page.js';
import { samePages } from '../../http/faults.js';
import { Absent, offered } from '../absent.js';
import { hostileQueries, isModel, refusal, refusedOr } from '../expect.js';
import { facet } from '../facet.js';
import { isSaid } from './connector-listings.js';
import {
  type ConnectorSubject,
  listingsOf,
  minutes,
  saidIn,
  sayMany,
  type TriedNetwork,
  textNumber,
  timesSaid,
  walkOf,
  withNetwork,
} from './connector-subject.js';

/** A word that nobody says but who is looked for. */
const word = 'Quillback';
const textWith = (at: number) => `${word}: ${textNumber(at)}`;

type Search = (query: string, options?: PageOptions) => Promise<Page<Observed>>;
const searchOf = (connector: Connector): Search => offered(connector, 'search').bind(connector);

/** What everybody may read, where there is such a thing. */
function publicListing(connector: Connector): Listing {
  const names = listingsOf(connector).map(([name]) => name);
  return names.find((name) => name !== 'messages') ?? (names[0] as Listing);
}

async function searching(
  subject: ConnectorSubject,
  work: (
    tried: TriedNetwork & { search: Search; sayWith(count: number, at?: string): Promise<string[]> },
  ) => Promise<void>,
): Promise<void> {
  await withNetwork(subject, async (tried) => {
    const { connector, network } = tried;
    const search = searchOf(connector);
    const listing = publicListing(connector);
    const sayWith = async (count: number, at?: string) => {
      const texts = Array.from({ length: count }, (_, number) => textWith(number));
      for (const [number, text] of texts.entries())
        await network.say(listing, { text, at: at ?? minutes(100 + number) });
      return texts;
    };
    await sayMany(network, listing, 3);
    await work({ ...tried, search, sayWith });
  });
}

/** What is found by its words. */
export const connectorSearch = facet<ConnectorSubject>('search', {
  'finds what says a word, and nothing else': (subject) =>
    searching(subject, async ({ connector, search, sayWith }) => {
      const texts = await sayWith(1);
      const { items, rejected } = await search(word);
      assert.deepEqual(rejected, []);
      for (const item of items) isModel(observed, item, 'what was found');
      const said = saidIn([{ items, rejected }]);
      for (const item of said) isSaid(item, connector);
      assert.deepEqual(timesSaid(said, texts), [1]);
      assert.equal(said.length, 1, 'nothing else is found');
    }),

  'gives everything once, however small the pages': (subject) =>
    searching(subject, async ({ search, sayWith }) => {
      const texts = await sayWith(7);
      const pages = await walkOf((options) => search(word, options), { limit: 3 });
      assert.deepEqual(
        timesSaid(saidIn(pages), texts),
        texts.map(() => 1),
      );
      for (const page of pages) assert.ok(saidIn([page]).length <= 3, 'no page is larger than wanted');
    }),

  'gives all that was said at one moment': (subject) =>
    searching(subject, async ({ search, sayWith }) => {
      const texts = await sayWith(9, minutes(200));
      const pages = await walkOf((options) => search(word, options), { limit: 2 });
      assert.deepEqual(
        timesSaid(saidIn(pages), texts),
        texts.map(() => 1),
      );
    }),

  'goes on in another process from a cursor': (subject) =>
    searching(subject, async ({ connect, search, sayWith }) => {
      const texts = await sayWith(7);
      const first = await search(word, { limit: 3 });
      assert.ok(first.next, 'there is more');
      const again = searchOf(connect());
      const rest = await walkOf((options) => again(word, options), { limit: 3, cursor: first.next });
      assert.deepEqual(
        timesSaid(saidIn([first, ...rest]), texts),
        texts.map(() => 1),
      );
    }),

  'finds nothing that nobody says, whatever it is': (subject) =>
    searching(subject, async ({ search, sayWith }) => {
      const texts = await sayWith(2);
      for (const query of hostileQueries) {
        const page = await refusedOr(() => search(query), `a search for ${query.slice(0, 60)}`);
        if (page) assert.deepEqual(timesSaid(saidIn([page]), texts), [0, 0], query.slice(0, 60));
      }
    }),

  'refuses a cursor that is none': (subject) =>
    searching(subject, async ({ search, sayWith }) => {
      await sayWith(2);
      await refusal(() => search(word, { cursor: 'no cursor of yours' }), [], 'a cursor that is none');
    }),

  'ends, though the server gives one page again and again': (subject) =>
    searching(subject, async ({ search, sayWith, way }) => {
      if (!way) throw new Absent('it asks nothing by HTTP');
      await sayWith(7);
      way.break(samePages());
      await refusedOr(() => walkOf((options) => search(word, options), { limit: 2 }), 'a page again and again');
    }),
});
