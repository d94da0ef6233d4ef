import assert from 'node:assert/strict';
import type { Connector } from '../../../channels/connector.js';
import { observed } from '../../../core/model/observed.js';
import { samePages } from '../../http/faults.js';
import { Absent } from '../absent.js';
import { isModel, refusal, refusedOr } from '../expect.js';
import { facet } from '../facet.js';
import {
  type ConnectorSubject,
  everyListing,
  minutes,
  type Said,
  saidIn,
  sayMany,
  textNumber,
  timesSaid,
  walkOf,
} from './connector-subject.js';

/** That what was said is as the model wants it, and belongs to the network. */
export function isSaid(item: Said, connector: Connector): void {
  isModel(observed, item, 'what was said');
  const { network, realm, content, participants } = item.interaction;
  assert.equal(network, connector.network.id, 'its network');
  assert.equal(realm, connector.realm ?? '', 'its realm');
  assert.ok(content.text.isWellFormed(), 'its text is well-formed');
  for (const { start, end } of content.entities ?? [])
    assert.ok(start < end && end <= content.text.length, 'entities stand in the text');
  const named = (one: { source: string; externalId: string }) => `${one.source} ${one.externalId}`;
  const known = new Set(item.profiles.map(named));
  for (const { role, of } of participants)
    if (role === 'author') assert.ok(known.has(named(of)), 'the profile of its author comes with it');
}

const once = (count: number) => Array.from({ length: count }, () => 1);

/** Listings: mentions, messages, posts, comments, whatever a log holds. */
export const connectorListings = facet<ConnectorSubject>('listings', {
  'give what is as the model wants it': (subject) =>
    everyListing(subject, async ({ connector, network, listing, list }) => {
      const texts = await sayMany(network, listing, 3);
      const pages = await walkOf(list);
      assert.deepEqual(
        pages.flatMap(({ rejected }) => rejected),
        [],
        listing,
      );
      const said = saidIn(pages);
      for (const item of said) isSaid(item, connector);
      for (const item of pages.flatMap(({ items }) => items)) isModel(observed, item, 'what was seen');
      assert.deepEqual(timesSaid(said, texts), once(3), listing);
    }),

  'give everything once, however small the pages': (subject) =>
    everyListing(subject, async ({ network, listing, list }) => {
      const texts = await sayMany(network, listing, 11);
      const pages = await walkOf(list, { limit: 3 });
      assert.deepEqual(timesSaid(saidIn(pages), texts), once(11), listing);
      for (const page of pages) assert.ok(saidIn([page]).length <= 3, `${listing}: no page is larger than wanted`);
    }),

  'run as the network says': (subject) =>
    everyListing(subject, async ({ connector, network, listing, list }) => {
      const { order } = connector.network;
      if (!order) throw new Absent('the network does not say how its listings run');
      await sayMany(network, listing, 7);
      const times = saidIn(await walkOf(list, { limit: 3 })).map(({ interaction }) => interaction.at);
      assert.deepEqual(order === 'oldest-first' ? times : times.reverse(), times.toSorted(), listing);
    }),

  'keep when it was said': (subject) =>
    everyListing(subject, async ({ network, listing, list }) => {
      await network.say(listing, { text: textNumber(1), at: minutes(5) });
      const [item] = saidIn(await walkOf(list));
      assert.equal(item?.interaction.at.slice(0, 19), minutes(5).slice(0, 19), listing);
    }),

  'give all that was said at one moment': (subject) =>
    everyListing(subject, async ({ network, listing, list }) => {
      const texts = Array.from({ length: 9 }, (_, at) => textNumber(at));
      for (const text of texts) await network.say(listing, { text, at: minutes(1) });
      assert.deepEqual(timesSaid(saidIn(await walkOf(list, { limit: 2 })), texts), once(9), listing);
    }),

  'go on in another process from a cursor': (subject) =>
    everyListing(subject, async ({ network, connect, listing, list, listOf }) => {
      const texts = await sayMany(network, listing, 7);
      const first = await list({ limit: 3 });
      assert.ok(first.next, `${listing}: there is more`);
      const rest = await walkOf(listOf(connect()), { limit: 3, cursor: first.next });
      assert.deepEqual(timesSaid(saidIn([first, ...rest]), texts), once(7), listing);
    }),

  'are given to two walks at a time': (subject) =>
    everyListing(subject, async ({ network, listing, list }) => {
      const texts = await sayMany(network, listing, 7);
      const walks = await Promise.all([walkOf(list, { limit: 2 }), walkOf(list, { limit: 3 })]);
      for (const pages of walks) assert.deepEqual(timesSaid(saidIn(pages), texts), once(7), listing);
    }),

  'lose nothing when something is said meanwhile': (subject) =>
    everyListing(subject, async ({ network, listing, list }) => {
      const texts = await sayMany(network, listing, 7);
      const first = await list({ limit: 3 });
      await sayMany(network, listing, 2, 50);
      const rest = first.next ? await walkOf(list, { limit: 3, cursor: first.next }) : [];
      for (const [at, times] of timesSaid(saidIn([first, ...rest]), texts).entries())
        assert.ok(times > 0, `${listing}: ${texts[at]} is given`);
    }),

  'give what is new from where the last reading ended': (subject) =>
    everyListing(subject, async ({ connector, network, connect, listing, list, listOf }) => {
      if (connector.network.order !== 'oldest-first') throw new Absent('its listings run newest first');
      const old = await sayMany(network, listing, 5);
      const cursor = (await walkOf(list, { limit: 2 })).findLast(({ next }) => next)?.next;
      assert.ok(cursor, `${listing}: there is a place to go on at`);
      const fresh = await sayMany(network, listing, 3, 50);
      const said = saidIn(await walkOf(listOf(connect()), { cursor }));
      assert.deepEqual(timesSaid(said, fresh), once(3), `${listing}: what is new`);
      assert.ok(timesSaid(said, old).filter((times) => times > 0).length < old.length, `${listing}: not all again`);
    }),

  'end, though the server gives one page again and again': (subject) =>
    everyListing(subject, async ({ network, way, listing, list }) => {
      if (!way) throw new Absent('it asks nothing by HTTP');
      await sayMany(network, listing, 7);
      way.break(samePages());
      await refusedOr(() => walkOf(list, { limit: 2 }), `${listing}: a page again and again`);
    }),

  'name a thing the same every time': (subject) =>
    everyListing(subject, async ({ network, connect, listing, list, listOf, skew }) => {
      await sayMany(network, listing, 3);
      const names = (said: Said[]) =>
        said.map(({ interaction }) => [interaction.externalId, interaction.version, interaction.at]);
      const first = names(saidIn(await walkOf(list)));
      skew(-40 * 24 * 3_600_000);
      assert.deepEqual(names(saidIn(await walkOf(listOf(connect())))), first, listing);
    }),

  'of an empty network give nothing': (subject) =>
    everyListing(subject, async ({ listing, list }) => {
      assert.deepEqual(saidIn(await walkOf(list)), [], listing);
    }),

  'refuse a cursor that is none': (subject) =>
    everyListing(subject, async ({ network, listing, list }) => {
      await sayMany(network, listing, 3);
      await refusal(() => list({ cursor: 'no cursor of yours' }), [], `${listing}: a cursor that is none`);
    }),
});
