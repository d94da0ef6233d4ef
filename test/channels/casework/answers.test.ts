import { describe, expect, it } from 'vitest';
import { memory } from '../../../src/core/store/memory.js';
import { kenning, presetForOne, refusalOf } from '../../../src/index.js';
import { FakeNetwork, fakeNetworkConnector } from '../../../src/testing/index.js';
import { at, listen, start } from './world.js';

/** An app with somebody who complains, on a clock that the test turns. */
async function complained() {
  const time = { now: start };
  const clock = { now: () => time.now };
  const network = new FakeNetwork({ clock });
  const ann = network.join({ handle: 'ann', name: 'Ann Lee' });
  const post = network.say({ by: ann, text: 'My bike is broken', mentions: ['us'] });
  const app = kenning({
    store: memory(),
    clock,
    channels: { brand: fakeNetworkConnector(network) },
    strategy: presetForOne({ owner: 'Ann', clock }),
    listen,
  });
  await app.sync();
  const [entry] = (await app.inbox()).entries;
  if (!entry) throw new Error('Nobody has a case.');
  return { app, time, network, ann, post, to: entry.case.interaction, id: entry.case.id };
}

describe('an answer', () => {
  it('of a person takes the case and waits for the customer; others may not answer beside it', async () => {
    const { app, time, network, ann, post, to, id } = await complained();
    time.now += 60_000;
    await app.reply({ to, text: 'Bring it in!', by: 'Ben' });
    await app.sync();
    expect((await app.caseOf(id))?.case).toMatchObject({ status: 'waiting', assignee: 'Ben', firstAnsweredAt: at(1) });
    const beside = await app.reply({ to, text: 'Hello Ann', by: 'Cleo' }).catch((error: unknown) => error);
    expect(refusalOf(beside)).toMatchObject({ rule: 'taken', code: 'conflict' });
    network.say({ by: ann, text: 'When?', inReplyTo: post, mentions: ['us'] });
    await app.sync();
    expect((await app.caseOf(id))?.case).toMatchObject({ status: 'open', messages: 2 });
    await app.assign({ id, to: 'Cleo', by: 'Ben' });
    expect(await app.reply({ to, text: 'At nine.', by: 'cleo' })).toMatchObject({ state: 'done' });
  });

  it('of a machine stops no clock, and what a person agrees to does', async () => {
    const { app, to, id } = await complained();
    const by = { type: 'machine', name: 'bot' } as const;
    const text = 'We look into it.';
    await app.strategy.declarePlaybook({
      playbook: { name: 'first', intents: ['complaint'], text, perDay: 9 },
      by: 'Ann',
    });
    await app.strategy.setStage({ stage: 'run', by: 'Ann' });
    expect(await app.reply({ to, text, by, playbook: 'first' })).toMatchObject({ state: 'done' });
    await app.sync();
    expect(await app.caseOf(id)).toMatchObject({
      case: { status: 'new', answers: 1, clocks: [{ kind: 'first-response', isRunning: true }, {}] },
      events: [{}, { what: 'answered', by }],
    });
    const draft = await app.reply({ to, text: 'Bring it in tomorrow.', by });
    expect(draft.state).toBe('held');
    await app.approve({ id: draft.id, by: 'Ben' });
    await app.sync();
    expect((await app.caseOf(id))?.case).toMatchObject({ status: 'waiting', assignee: 'Ben', answers: 2 });
  });
});
