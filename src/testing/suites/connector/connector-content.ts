import assert from 'node:assert/strict';
import { observed } from '../../../core/model/observed.js';
import { Absent, offered } from '../absent.js';
import { hostileTexts, isModel } from '../expect.js';
import { facet } from '../facet.js';
import { fieldsOf, spoil, wrongsIn } from '../spoil.js';
import {
  type ConnectorSubject,
  everyListing,
  feasible,
  listingsOf,
  saidIn,
  saying,
  sayMany,
  textNumber,
  timesSaid,
  walkOf,
  withNetwork,
} from './connector-subject.js';

/** What was said, what became of it, and what can not be read. */
export const connectorContent = facet<ConnectorSubject>('content', {
  'is any text': (subject) =>
    everyListing(subject, async ({ network, listing, list }) => {
      for (const text of Object.values(hostileTexts)) await network.say(listing, { text });
      const said = saidIn(await walkOf(list));
      for (const [kind, text] of Object.entries(hostileTexts)) assert.ok(saying(said, text), `${listing}: ${kind}`);
    }),

  'that is huge takes nothing else with it': (subject) =>
    everyListing(subject, async ({ network, listing, list }) => {
      const [before = ''] = await sayMany(network, listing, 1);
      try {
        await network.say(listing, { text: `Ding ${'🔔 dong '.repeat(40_000)}` });
      } catch {
        throw new Absent('nobody can say so much on this network here');
      }
      const [after = ''] = await sayMany(network, listing, 1, 50);
      const pages = await walkOf(list);
      for (const { items } of pages) for (const item of items) isModel(observed, item, 'what was seen');
      assert.deepEqual(timesSaid(saidIn(pages), [before, after]), [1, 1], listing);
    }),

  'that is edited is the same thing in a newer wording': (subject) =>
    everyListing(subject, async ({ network, listing, list }) => {
      const edit = feasible(network, 'edit');
      const id = await network.say(listing, { text: textNumber(1) });
      const before = saying(saidIn(await walkOf(list)), textNumber(1))?.interaction;
      await edit(id, textNumber(2));
      const after = saying(saidIn(await walkOf(list)), textNumber(2))?.interaction;
      assert.ok(before && after, `${listing}: both wordings are read`);
      assert.deepEqual([after.externalId, after.at], [before.externalId, before.at], listing);
      if (before.version !== undefined) assert.notEqual(after.version, before.version, `${listing}: another version`);
    }),

  'that is removed is not said any more': (subject) =>
    everyListing(subject, async ({ network, listing, list }) => {
      const remove = feasible(network, 'remove');
      const [id] = [await network.say(listing, { text: textNumber(1) }), await sayMany(network, listing, 1, 50)];
      await remove(id);
      assert.deepEqual(timesSaid(saidIn(await walkOf(list)), [textNumber(1), textNumber(50)]), [0, 1], listing);
    }),

  'that is looked up stands or is gone': (subject) =>
    withNetwork(subject, async ({ connector, network }) => {
      const [lookup, remove] = [offered(connector, 'lookup'), feasible(network, 'remove')];
      const [[listing, list] = []] = listingsOf(connector);
      assert.ok(listing && list);
      const id = await network.say(listing, { text: textNumber(1) });
      await sayMany(network, listing, 1, 50);
      const refs = [textNumber(1), textNumber(50)];
      const said = saidIn(await walkOf(list));
      const [gone, stands] = refs.map((text) => {
        const item = saying(said, text)?.interaction;
        assert.ok(item, `${text} is read`);
        return { network: item.network, realm: item.realm, externalId: item.externalId };
      });
      assert.ok(gone && stands);
      const others = { network: 'another', realm: '', externalId: stands.externalId };
      const nasty = { ...stands, externalId: '../../etc/passwd?x=1#"\n' };
      await remove(id);
      const found = await lookup([gone, stands, others, nasty]);
      assert.deepEqual(
        found.map(({ of }) => of),
        [gone, stands, others, nasty],
        'each is answered, in order',
      );
      const [first, second, third, fourth] = found.map(({ state }) => state);
      assert.deepEqual([first, second], ['removed', 'standing'], 'one is removed, the other stands');
      assert.notEqual(third, 'standing', 'what is of another network does not stand, whatever its id');
      assert.notEqual(fourth, 'standing', 'an id that nothing has does not stand');
      const { observed: now } = found[1] ?? {};
      assert.ok(now, 'what stands is told');
      isModel(observed, now, 'what stands');
    }),

  'of a thread hangs together': (subject) =>
    withNetwork(subject, async ({ connector, network }) => {
      const [thread, answer] = [offered(connector, 'thread'), feasible(network, 'answer')];
      const [[listing, list] = []] = listingsOf(connector);
      assert.ok(listing && list);
      const id = await network.say(listing, { text: textNumber(1) });
      await answer(await answer(id, textNumber(2)), textNumber(3));
      const root = saying(saidIn(await walkOf(list)), textNumber(1))?.interaction;
      assert.ok(root);
      const { network: of, realm, externalId } = root;
      const said = saidIn([await thread({ network: of, realm, externalId })]);
      const [top, middle, last] = [1, 2, 3].map((at) => saying(said, textNumber(at))?.interaction);
      assert.ok(top && middle && last, 'all of it is given');
      assert.equal(middle.inReplyTo?.externalId, top.externalId);
      assert.equal(last.inReplyTo?.externalId, middle.externalId);
      assert.equal(last.root?.externalId, top.externalId, 'its root is known');
    }),

  'that can not be read is rejected by itself': (subject) =>
    everyListing(subject, async ({ network, way, listing, list }) => {
      if (!way) throw new Absent('it asks nothing by HTTP');
      const texts = await sayMany(network, listing, 5);
      const others = texts.filter((_, at) => at !== 2);
      await fieldsOf(textNumber(2), way, () => walkOf(list));
      for (const wrong of wrongsIn(way.format)) {
        const what = `${listing}, with ${JSON.stringify(wrong)} in place of one`;
        way.break(spoil(textNumber(2), wrong, way.format));
        const pages = await walkOf(list);
        assert.deepEqual(timesSaid(saidIn(pages), others), [1, 1, 1, 1], what);
        const rejected = pages.flatMap((page) => page.rejected);
        assert.ok(rejected.length === 1 && rejected[0]?.reason, `${what}: it is rejected, with a reason`);
      }
    }),

  'of which a field is wrong is read or rejected by itself': (subject) =>
    everyListing(subject, async ({ network, way, listing, list }) => {
      if (!way) throw new Absent('it asks nothing by HTTP');
      const texts = await sayMany(network, listing, 3);
      const fields = await fieldsOf(textNumber(1), way, () => walkOf(list));
      const wrongs: unknown[] = [undefined, ...wrongsIn(way.format)];
      for (const field of fields)
        for (const wrong of wrongs) {
          const what = `${listing}, with ${JSON.stringify(wrong)} as ${field}`;
          way.break(spoil(textNumber(1), (record: object) => ({ ...record, [field]: wrong }), way.format));
          const pages = await walkOf(list);
          const said = saidIn(pages);
          for (const item of said) isModel(observed, item, what);
          assert.deepEqual(timesSaid(said, [texts[0] as string, texts[2] as string]), [1, 1], what);
          const told = pages.flatMap(({ items, rejected }) => [...items, ...rejected]).length;
          assert.ok(told >= texts.length, `${what}: nothing is dropped in silence`);
        }
    }),
});
