import assert from 'node:assert/strict';
import type { Connector, Write, WriteVerb, Written } from '../../../channels/connector.js';
import type { InteractionRef } from '../../../core/model/interaction.js';
import { offered } from '../absent.js';
import { hostileTexts, refusal } from '../expect.js';
import { facet } from '../facet.js';
import { repeatWrite, writeThroughLoss } from '../writes.js';
import { isSaid } from './connector-listings.js';
import {
  type ConnectorSubject,
  feasible,
  listingsOf,
  type Said,
  saidIn,
  saying,
  type TriedNetwork,
  textNumber,
  walkOf,
  withNetwork,
} from './connector-subject.js';

interface Target {
  id: string;
  item: Said;
  ref: InteractionRef;
}

/** Something that was said to us, and can be answered. */
async function target({ connector, network }: TriedNetwork, isBeneath = false): Promise<Target> {
  const listing = connector.mentions ? 'mentions' : listingsOf(connector)[0]?.[0];
  const list = listing && connector[listing];
  assert.ok(list);
  const comment = isBeneath && network.comment?.bind(network);
  const id = await (comment ? comment(textNumber(1)) : network.say(listing, { text: textNumber(1) }));
  const item = saying(saidIn(await walkOf(list.bind(connector))), textNumber(1));
  assert.ok(item, 'what was said is read');
  const { network: of, realm, externalId } = item.interaction;
  return { id, item, ref: { network: of, realm, externalId } };
}

type Says = (text: string, key: string) => { verb: WriteVerb<unknown>; write: Write<unknown> };

/** The verbs with which something is said. */
async function sayingVerbs(tried: TriedNetwork): Promise<[string, Says][]> {
  const { connector } = tried;
  const says = (name: 'reply' | 'publish' | 'message', draft: (text: string) => unknown): [string, Says][] => {
    const verb = connector[name] as WriteVerb<unknown> | undefined;
    return verb ? [[name, (text, key) => ({ verb, write: { key, draft: draft(text) } })]] : [];
  };
  const { ref, item } = connector.reply || connector.message ? await target(tried) : ({} as Partial<Target>);
  const author = item?.interaction.participants.find(({ role }) => role === 'author')?.of;
  const found = [
    ...says('reply', (text) => ({ to: ref, text })),
    ...says('publish', (text) => ({ text })),
    ...says('message', (text) => ({ to: author, text })),
  ];
  if (found.length === 0) offered(connector, 'reply');
  return found;
}

async function everySaying(
  subject: ConnectorSubject,
  work: (tried: TriedNetwork & { name: string; says: Says; written(): Promise<string[]> }) => Promise<void>,
): Promise<void> {
  await withNetwork(subject, async (tried) => {
    for (const [name, says] of await sayingVerbs(tried)) {
      const written = feasible(tried.network, 'written');
      await work({ ...tried, name, says, written: async () => written() });
    }
  });
}

const times = (texts: readonly string[], text: string) => texts.filter((one) => one.includes(text)).length;

function act(connector: Connector, name: 'like' | 'hide' | 'remove', of: InteractionRef) {
  const verb = offered(connector, name);
  return async () => {
    const write = { key: `${name}-1`, draft: { of, reason: 'tried out' } };
    await verb.send(write);
    // To do it twice is to do it once.
    if (verb.repeat !== 'unsafe')
      await verb.send(write).catch((error: { code?: unknown }) => {
        assert.equal(error.code, 'not-found');
      });
  };
}

/** What we say and do. */
export const connectorWrites = facet<ConnectorSubject>('writes', {
  'say it once for one key': (subject) =>
    everySaying(subject, async ({ connector, name, says, written }) => {
      const text = `We have heard of it, by ${name}.`;
      const { verb, write } = says(text, `key-${name}`);
      const made: Written = await verb.send(write);
      assert.equal(made.ref.network, connector.network.id);
      const { ref } = await repeatWrite(verb, write);
      assert.deepEqual(ref, made.ref, `${name}: the same thing`);
      assert.equal(times(await written(), text), 1, `${name}: it is said once`);
    }),

  'say it once, though the answer is lost': (subject) =>
    everySaying(subject, async ({ name, says, written, way }) => {
      const text = `We have heard of it, by ${name}.`;
      const { verb, write } = says(text, `key-${name}`);
      await writeThroughLoss(verb, write, way);
      assert.equal(times(await written(), text), 1, `${name}: it is said once`);
    }),

  'say two things for two keys': (subject) =>
    everySaying(subject, async ({ name, says, written }) => {
      const texts = [`One thing, by ${name}.`, `Another thing, by ${name}.`];
      for (const [at, text] of texts.entries()) {
        const { verb, write } = says(text, `key-${name}-${at}`);
        await verb.send(write);
      }
      for (const text of texts) assert.equal(times(await written(), text), 1, text);
    }),

  'say any text': (subject) =>
    everySaying(subject, async ({ name, says, written }) => {
      for (const [kind, text] of Object.entries(hostileTexts)) {
        const { verb, write } = says(text, `key-${name}-${kind}`);
        const before = times(await written(), text);
        await verb.send(write);
        assert.equal(times(await written(), text), before + 1, `${name}: ${kind}`);
      }
    }),

  'tell what was said as the network would list it': (subject) =>
    everySaying(subject, async ({ connector, name, says }) => {
      const { verb, write } = says(`We have heard of it, by ${name}.`, `key-${name}`);
      const { ref, observed } = await verb.send(write);
      if (!observed) return;
      assert.ok(observed.type === 'said', `${name}: it is said`);
      isSaid(observed, connector);
      assert.equal(observed.interaction.externalId, ref.externalId);
      const [now] = (await connector.lookup?.([ref])) ?? [];
      assert.ok(!now || now.state === 'standing', `${name}: it stands, by the name that it was given`);
    }),

  'are refused for what is gone': (subject) =>
    withNetwork(subject, async (tried) => {
      const { connector, network } = tried;
      const [reply, remove] = [offered(connector, 'reply'), feasible(network, 'remove')];
      const { id, ref } = await target(tried);
      await remove(id);
      const write = { key: 'key-gone', draft: { to: ref, text: 'We have heard of it.' } };
      const error = await refusal(() => reply.send(write), [], 'an answer to what is gone');
      assert.equal(error.retryable, false, 'trying again does not help');
    }),

  like: (subject) =>
    withNetwork(subject, async (tried) => {
      const likes = tried.connector.like && feasible(tried.network, 'likes');
      const { id, ref } = await target(tried);
      await act(tried.connector, 'like', ref)();
      assert.equal(await likes?.(id), 1, 'it is liked once');
    }),

  hide: (subject) =>
    withNetwork(subject, async (tried) => {
      offered(tried.connector, 'hide');
      const isHidden = feasible(tried.network, 'isHidden');
      const { id, ref } = await target(tried, true);
      await act(tried.connector, 'hide', ref)();
      assert.equal(await isHidden(id), true, 'it is hidden');
    }),

  remove: (subject) =>
    withNetwork(subject, async (tried) => {
      const { connector, network } = tried;
      offered(connector, 'remove');
      const [publish, written] = [offered(connector, 'publish'), feasible(network, 'written')];
      const { ref } = await publish.send({ key: 'key-publish', draft: { text: textNumber(7) } });
      await act(connector, 'remove', ref)();
      assert.equal(times(await written(), textNumber(7)), 0, 'it is gone');
    }),
});
