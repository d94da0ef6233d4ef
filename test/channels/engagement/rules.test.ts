import { describe, expect, it } from 'vitest';
import type { EngagementOptions } from '../../../src/channels/engagement/engagement-options.js';
import { type GateRule, refusalOf } from '../../../src/channels/engagement/refusal.js';
import { isKenningError } from '../../../src/core/errors.js';
import type { InteractionId } from '../../../src/core/model/id.js';
import type { Policy } from '../../../src/core/model/strategy.js';
import { declareOutcome } from '../../../src/core/strategy/outcomes.js';
import { declarePlaybook, setPolicy } from '../../../src/core/strategy/policy.js';
import { setStage } from '../../../src/core/strategy/stage.js';
import { type FakeOptions, fakeNetwork, MemoryWall, profile, refOf, said } from './fake-network.js';
import { type OpenDesk, openDesk } from './open-desk.js';

const hour = 3_600_000;
const robot = { type: 'machine', name: 'answering machine' } as const;

/** The rule that refuses something; fails when nothing does. */
async function ruleOf(work: Promise<unknown>): Promise<GateRule> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const refusal = refusalOf(error);
  if (!refusal) throw new Error('nothing refused it', { cause: error });
  expect(isKenningError(error, refusal.code)).toBe(true);
  return refusal.rule;
}

async function openWith(policy: Policy, fake: Partial<FakeOptions> = {}): Promise<OpenDesk> {
  const opened = await openDesk(fake);
  await setPolicy(opened.store, opened.context, { policy, by: 'Ann' });
  return opened;
}

async function hear(opened: OpenDesk, ...items: unknown[]): Promise<void> {
  await opened.intake.page({ page: { items, rejected: [] }, channel: 'brand' });
}

const done = { state: 'done' };

describe('the stage', () => {
  it('listens until somebody declares otherwise, and says so', async () => {
    const { desk, idOf, wall } = await openDesk({}, { adopt: false });
    const to = await idOf('q1');
    for (const act of [
      () => desk.reply({ to, text: 'Hi', by: 'Ann' }),
      () => desk.publish({ channel: 'brand', text: 'Hi', by: 'Ann' }),
      () => desk.message({ channel: 'brand', to: { source: 'fake', externalId: 'maya' }, text: 'Hi', by: 'Ann' }),
      () => desk.like({ of: to, by: 'Ann' }),
      () => desk.hide({ of: to, reason: 'spam', by: 'Ann' }),
      () => desk.remove({ of: to, reason: 'spam', by: 'Ann' }),
    ])
      expect(await ruleOf(act())).toBe('stage');
    await expect(desk.like({ of: to, by: 'Ann' })).rejects.toThrow('No stage was declared.');
    expect(wall.written).toEqual([]);
    const lines = await desk.trail({ channel: 'brand' });
    expect(lines.map(({ outcome, rule }) => [outcome, rule])).toEqual(Array(7).fill(['refused', 'stage']));
  });

  it('needs an outcome whose KPI gives a number, and falls back when its review is overdue', async () => {
    const { desk, idOf, store, context, clock } = await openDesk({}, { adopt: false });
    const to = await idOf('q1');
    const reply = (text: string) => desk.reply({ to, text, by: 'Ann' });
    await setStage(store, context, { stage: 'engage', by: 'Ann' });
    await expect(reply('Hi')).rejects.toThrow('No outcome is declared.');
    const outcome = {
      name: 'answer',
      function: 'service',
      kpi: 'mood',
      baseline: 0,
      target: 1,
      by: '2026-12-31',
      owner: 'Ann',
      reviewOn: '2026-06-01',
    };
    await declareOutcome(store, context, outcome);
    await expect(reply('Hi')).rejects.toThrow('There is no KPI "mood".');
    await declareOutcome(store, context, { ...outcome, kpi: 'answered-within-a-day' });
    expect(await reply('Hi')).toMatchObject(done);
    clock.turn(40 * 24 * hour);
    await expect(reply('Hi again')).rejects.toThrow('was to be reviewed on 2026-06-01 by Ann');
  });

  it('is asked again when an entry that waited leaves', async () => {
    const { desk, idOf, store, context, wall } = await openDesk();
    const asked = await desk.reply({ to: await idOf('q1'), text: 'Hi', by: 'Ann' }, { wait: false });
    expect(asked.state).toBe('pending');
    await setStage(store, context, { stage: 'listen', by: 'Ann' });
    expect(await desk.deliver()).toMatchObject({ done: 0, held: 1 });
    expect(wall.written).toEqual([]);
    expect(await desk.drafts()).toMatchObject([{ id: asked.id, problem: expect.stringContaining('listen') }]);
    expect(await ruleOf(desk.release({ ids: [asked.id], by: 'Ann' }))).toBe('stage');
    await setStage(store, context, { stage: 'engage', by: 'Ann' });
    expect(await desk.deliver()).toMatchObject({ done: 0 });
    expect(await desk.release({ ids: [asked.id], by: 'Ann' })).toMatchObject([done]);
  });
});

describe('a playbook', () => {
  const playbook = { name: 'hours', intents: ['opening-hours'], text: 'We open at nine.', perDay: 2 };
  const terms = {
    source: 'https://fake.example/terms',
    checkedOn: '2026-05-01',
    rules: [{ name: 'machines', asked: true, allow: ['answer-by-machine' as const] }],
  };
  async function openRun(rules: FakeOptions['terms'] = terms, fake: Partial<FakeOptions> = {}) {
    const opened = await openDesk({ terms: rules, ...fake });
    await setStage(opened.store, opened.context, { stage: 'run', by: 'Ann' });
    await declarePlaybook(opened.store, opened.context, { playbook, by: 'Ann' });
    const asking = async (externalId: string, author = externalId, more = {}) => {
      const item = said(externalId, { author });
      await hear(opened, { ...item, interaction: { ...item.interaction, ...more } });
      const interaction = (await opened.idOf(externalId)) as InteractionId;
      await opened.store.transaction((transaction) =>
        transaction.put('signals', {
          interaction,
          type: 'intent',
          analyzer: 'test',
          data: {
            interaction,
            type: 'intent',
            value: 'opening-hours',
            analyzer: 'test',
            version: '1',
            at: '2026-05-04T09:00:00.000Z',
          },
        }),
      );
      return interaction;
    };
    const answer = (to: string, more = {}) =>
      opened.desk.reply({ to, text: playbook.text, playbook: 'hours', by: robot, ...more });
    return { ...opened, asking, answer };
  }

  it('answers within what it says', async () => {
    const { answer, asking, wall, clock } = await openRun();
    expect(await answer(await asking('a'))).toMatchObject(done);
    expect(await answer(await asking('b'))).toMatchObject(done);
    expect(await ruleOf(answer(await asking('c')))).toBe('playbook');
    clock.turn(25 * hour);
    expect(await answer(await asking('d'))).toMatchObject(done);
    expect(wall.written).toHaveLength(3);
  });

  it('has its own words, intents and name, and only replies', async () => {
    const { answer, asking, idOf, desk } = await openRun();
    const to = await asking('a');
    expect(await ruleOf(answer(to, { text: 'We open at ten.' }))).toBe('playbook');
    expect(await ruleOf(answer(to, { playbook: 'other' }))).toBe('playbook');
    expect(await ruleOf(answer(await idOf('q1')))).toBe('playbook');
    expect(await ruleOf(desk.publish({ channel: 'brand', text: 'Hi', by: robot }))).toBe('playbook');
    expect(await ruleOf(desk.hide({ of: to, reason: 'spam', by: robot }))).toBe('playbook');
  });

  it('never answers a machine', async () => {
    const { answer, asking, wall } = await openRun();
    for (const automatic of ['reply', 'bulk', 'notice'] as const)
      expect(await ruleOf(answer(await asking(automatic, automatic, { automatic })))).toBe('playbook');
    expect(wall.written).toEqual([]);
  });

  it('tells the network that a machine writes, unless a person had it in hand', async () => {
    const hands: unknown[] = [];
    const { answer, asking, desk, store, context } = await openRun(terms, {
      fault: (moment, write) => moment === 'before' && hands.push(write.by),
    });
    await answer(await asking('a'));
    const draft = await desk.reply({ to: await asking('b'), text: 'Well…', by: robot });
    await desk.approve({ id: draft.id, by: 'Ann' });
    await setPolicy(store, context, { policy: { approvals: 1 }, by: 'Ann' });
    const kept = await answer(await asking('c'));
    await desk.approve({ id: kept.id, by: 'Ann' });
    expect(hands).toEqual(['machine', 'human', 'human']);
  });

  it('runs in the stage run only, when asked and when it leaves', async () => {
    const { answer, asking, store, context, desk, wall } = await openRun();
    const to = await asking('a');
    const waiting = await desk.reply({ to, text: playbook.text, playbook: 'hours', by: robot }, { wait: false });
    await setStage(store, context, { stage: 'engage', by: 'Ann' });
    expect(await ruleOf(answer(await asking('b')))).toBe('stage');
    await desk.deliver();
    expect(await desk.drafts()).toMatchObject([{ id: waiting.id, state: 'held' }]);
    expect(wall.written).toEqual([]);
  });

  it('needs a term that lets machines answer those who turned to us', async () => {
    const none = { ...terms, rules: [] };
    const silent = await openRun(none);
    expect(await ruleOf(silent.answer(await silent.asking('a')))).toBe('terms');
    const forbidden = await openRun({ ...terms, rules: [{ name: 'people-only', forbid: ['answer-by-machine'] }] });
    await expect(forbidden.answer(await forbidden.asking('a'))).rejects.toThrow('people-only');
  });
});

describe('the terms', () => {
  it('may forbid to publish', async () => {
    const rules = [{ name: 'read-only', forbid: ['publish' as const] }];
    const { desk, idOf } = await openDesk({ terms: { source: 'x', checkedOn: '2026-05-01', rules } });
    const to = await idOf('q1');
    await expect(desk.reply({ to, text: 'Hi', by: 'Ann' })).rejects.toThrow('read-only');
    expect(await desk.like({ of: to, by: 'Ann' })).toMatchObject(done);
  });
});

describe('a verb', () => {
  it('that is absent is unsupported, and the refusal says what there is', async () => {
    const { desk, idOf } = await openDesk({ verbs: ['reply', 'like'] });
    const hiding = desk.hide({ of: await idOf('q1'), reason: 'spam', by: 'Ann' });
    await expect(hiding).rejects.toMatchObject({ code: 'unsupported' });
    await expect(hiding).rejects.toThrow('The channel brand (Fake) can not hide; it can reply, like.');
    const mute = await openDesk({ verbs: [] });
    const liking = mute.desk.like({ of: await mute.idOf('q1'), by: 'Ann' });
    await expect(liking).rejects.toThrow('it can only be listened to');
    expect(await ruleOf(desk.publish({ channel: 'other', text: 'Hi', by: 'Ann' }))).toBe('verb');
  });
});

describe('what is answered', () => {
  it('must stand, and have been seen on the channel', async () => {
    const wall = new MemoryWall();
    const channels = { brand: fakeNetwork({ wall }), support: fakeNetwork({ wall }) };
    const { desk, idOf, intake } = await openDesk({}, { channels });
    const to = await idOf('q1');
    expect(await ruleOf(desk.reply({ to, channel: 'support', text: 'Hi', by: 'Ann' }))).toBe('seen-on-channel');
    await intake.page({ page: { items: [said('q1')], rejected: [] }, channel: 'support' });
    await expect(desk.reply({ to, text: 'Hi', by: 'Ann' })).rejects.toThrow('The channels brand, support saw');
    expect(await desk.reply({ to, channel: 'support', text: 'Hi', by: 'Ann' })).toMatchObject(done);
    // Another channel of ours has said it already.
    expect(await ruleOf(desk.reply({ to, channel: 'brand', text: 'hi!', by: 'Tom' }))).toBe('duplicate');
    const gone = { type: 'removed', of: refOf('q1'), at: '2026-05-04T09:30:00.000Z', by: 'author' };
    await intake.page({ page: { items: [gone], rejected: [] }, channel: 'brand' });
    const late = desk.reply({ to, channel: 'brand', text: 'Are you there?', by: 'Ann' });
    await expect(late).rejects.toMatchObject({ code: 'not-found' });
    const nothing = '01890000-0000-7000-8000-000000000000';
    expect(await ruleOf(desk.reply({ to: nothing, text: 'Hi', by: 'Ann' }))).toBe('stands');
  });
});

describe('the text', () => {
  const limits = { text: [{ unit: 'graphemes' as const, max: 10 }] };
  it.each([
    ['', 'text'],
    [' \n ', 'text'],
    ['half \ud83d', 'text'],
    ['12345678901', 'length'],
  ])('%j is refused', async (text, rule) => {
    const { desk, idOf, wall } = await openDesk({ limits });
    expect(await ruleOf(desk.reply({ to: await idOf('q1'), text, by: 'Ann' }))).toBe(rule);
    expect(wall.written).toEqual([]);
  });
  it('passes when it fits', async () => {
    const { desk, idOf } = await openDesk({ limits });
    expect(await desk.reply({ to: await idOf('q1'), text: '👩‍👩‍👧 is nine.', by: 'Ann' })).toMatchObject(done);
  });
  it('holds none of the forbidden words, however they are dressed', async () => {
    const { desk, idOf } = await openWith({ approvals: 0, forbiddenWords: ['guarantee', '退款'] });
    const to = await idOf('q1');
    for (const text of ['We Guarantee it', 'a gu\u00adarantee', 'ＧＵＡＲＡＮＴＥＥ!', '我们退款给你'])
      expect(await ruleOf(desk.reply({ to, text, by: 'Ann' }))).toBe('forbidden-words');
    expect(await desk.reply({ to, text: 'It is guaranteed', by: 'Ann' })).toMatchObject(done);
  });
});

describe('a reason', () => {
  it('is needed to hide or remove', async () => {
    const { desk, idOf, wall } = await openDesk();
    const of = await idOf('q1');
    expect(await ruleOf(desk.hide({ of, reason: ' ', by: 'Ann' }))).toBe('reason');
    expect(await ruleOf(desk.remove({ of, reason: '', by: 'Ann' }))).toBe('reason');
    await expect(desk.hide({ of, by: 'Ann' } as never)).rejects.toMatchObject({ code: 'invalid' });
    expect(wall.written).toEqual([]);
    expect(await desk.hide({ of, reason: 'an insult', by: 'Ann' })).toMatchObject(done);
  });
});

describe('the reply window', () => {
  const limits = { replyWithinHours: 24 };
  const maya = { source: 'fake', externalId: 'maya' };
  it('closes some hours after their last word, and opens with the next', async () => {
    const opened = await openDesk({ limits });
    const { desk, idOf, clock } = opened;
    clock.turn(24 * hour);
    expect(await desk.reply({ to: await idOf('q1'), text: 'Just in time', by: 'Ann' })).toMatchObject(done);
    clock.turn(1);
    const late = desk.reply({ to: await idOf('q1'), text: 'Too late', by: 'Ann' });
    await expect(late).rejects.toThrow("The window closed 24 h after the customer's last message of 2026-05-04T09:00");
    expect(await ruleOf(desk.message({ channel: 'brand', to: maya, text: 'Hello', by: 'Ann' }))).toBe('reply-window');
    await hear(opened, said('like', { at: '2026-05-05T08:00:00.000Z', kind: 'reaction' }));
    expect(await ruleOf(desk.message({ channel: 'brand', to: maya, text: 'Hello', by: 'Ann' }))).toBe('reply-window');
    await hear(opened, said('q2', { at: '2026-05-05T08:00:00.000Z' }));
    expect(await desk.message({ channel: 'brand', to: maya, text: 'Hello', by: 'Ann' })).toMatchObject(done);
    expect(await desk.like({ of: await idOf('q1'), by: 'Ann' })).toMatchObject(done);
  });
  it('is not opened by a time that somebody made up, nor for a stranger', async () => {
    const opened = await openDesk({ limits });
    await hear(opened, said('future', { author: 'tom', at: '2036-01-01T00:00:00.000Z' }));
    opened.clock.turn(25 * hour);
    const tom = { source: 'fake', externalId: 'tom' };
    const write = (to: typeof tom) => opened.desk.message({ channel: 'brand', to, text: 'Hello', by: 'Ann' });
    expect(await ruleOf(write(tom))).toBe('reply-window');
    expect(await ruleOf(write({ ...tom, externalId: 'nobody' }))).toBe('reply-window');
  });
});

describe('the rate', () => {
  it('counts what goes out in an hour on a channel', async () => {
    const { desk, clock } = await openWith({ approvals: 0, perHour: 2 });
    const publish = (text: string) => desk.publish({ channel: 'brand', text, by: 'Ann' });
    expect(await publish('one')).toMatchObject(done);
    expect(await publish('two')).toMatchObject(done);
    expect(await ruleOf(publish('three'))).toBe('per-hour');
    clock.turn(hour + 1);
    expect(await publish('three')).toMatchObject(done);
  });
  it('counts drafts when they are let out', async () => {
    const { desk, wall, clock } = await openWith({ approvals: 1, perHour: 2 });
    const drafts = [];
    for (const text of ['one', 'two', 'three']) drafts.push(await desk.publish({ channel: 'brand', text, by: 'Ann' }));
    const [one, two, three] = drafts.map(({ id }) => id) as [string, string, string];
    expect(await desk.approve({ id: one, by: 'Tom' })).toMatchObject(done);
    expect(await desk.approve({ id: two, by: 'Tom' })).toMatchObject(done);
    expect(await ruleOf(desk.approve({ id: three, by: 'Tom' }))).toBe('per-hour');
    clock.turn(hour + 1);
    expect(await desk.approve({ id: three, by: 'Tom' })).toMatchObject(done);
    expect(wall.written).toHaveLength(3);
  });
});

describe('duplicates', () => {
  it('are the same words for the same thing, however they are written', async () => {
    const { desk, idOf, wall } = await openDesk();
    const to = await idOf('q1');
    expect(await desk.reply({ to, text: 'Bring it in!', by: 'Ann' })).toMatchObject(done);
    expect(await ruleOf(desk.reply({ to, text: '@maya BRING  it in', by: 'Tom' }))).toBe('duplicate');
    expect(await desk.reply({ to, text: 'We open at nine', by: 'Tom' })).toMatchObject(done);
    expect(await desk.publish({ channel: 'brand', text: 'Open on Sunday', by: 'Ann' })).toMatchObject(done);
    expect(await ruleOf(desk.publish({ channel: 'brand', text: 'open on sunday!', by: 'Tom' }))).toBe('duplicate');
    expect(await desk.like({ of: to, by: 'Ann' })).toMatchObject(done);
    expect(await ruleOf(desk.like({ of: to, by: 'Tom' }))).toBe('duplicate');
    expect(wall.written).toHaveLength(4);
  });
  it('are found though the conversation has become another one', async () => {
    const opened = await openDesk();
    const to = await opened.idOf('q1');
    expect(await opened.desk.reply({ to, text: 'Bring it in!', by: 'Ann' })).toMatchObject(done);
    await hear(opened, said('q1', { root: 'q0' }));
    expect(await ruleOf(opened.desk.reply({ to, text: 'Bring it in', by: 'Tom' }))).toBe('duplicate');
  });
  it('of other subjects are other messages, and a subject is text too', async () => {
    const drafts: unknown[] = [];
    const fault: FakeOptions['fault'] = (moment, { draft }) => moment === 'before' && drafts.push(draft);
    const { desk } = await openWith({ approvals: 0, forbiddenWords: ['guarantee'] }, { fault });
    const to = { source: 'fake', externalId: 'maya' };
    const write = (subject: string, text: string) =>
      desk.message({ channel: 'brand', to, subject, text, by: 'Ann', key: 'one' });
    expect(await write('Your bike', 'It is ready.')).toMatchObject({ ...done, subject: 'Your bike' });
    expect(drafts).toEqual([{ to, subject: 'Your bike', text: 'It is ready.' }]);
    await expect(write('Your car', 'It is ready.')).rejects.toMatchObject({ code: 'conflict' });
    const promise = desk.message({ channel: 'brand', to, subject: 'A guarantee', text: 'Yes.', by: 'Ann' });
    expect(await ruleOf(promise)).toBe('forbidden-words');
  });
  it('are the same words to the same person, also after two of their accounts were joined', async () => {
    const joined = { customerOf: (async () => 'one') as unknown as EngagementOptions['customerOf'] };
    const apart = await openDesk();
    const together = await openDesk({}, joined);
    for (const [opened, rule] of [
      [apart, undefined],
      [together, 'duplicate'],
    ] as const) {
      await hear(opened, said('q2', { author: 'maya.alt' }));
      const write = (externalId: string) =>
        opened.desk.message({ channel: 'brand', to: { source: 'fake', externalId }, text: 'Hi', by: 'Ann' });
      expect(await write('maya')).toMatchObject(done);
      if (rule) expect(await ruleOf(write('maya.alt'))).toBe(rule);
      else expect(await write('maya.alt')).toMatchObject(done);
    }
  });
  it('are long words to many people', async () => {
    const opened = await openDesk();
    const long = 'Thank you for your patience, we are looking into it now.';
    const reply = async (number: number, text: string) => {
      await hear(opened, said(`m${number}`, { author: `person-${number}` }));
      return opened.desk.reply({ to: await opened.idOf(`m${number}`), text, by: 'Ann' });
    };
    for (let number = 0; number < 10; number++) expect(await reply(number, long)).toMatchObject(done);
    expect(await ruleOf(reply(10, long))).toBe('same-to-many');
    for (let number = 20; number < 32; number++) expect(await reply(number, 'Thank you!')).toMatchObject(done);
    opened.clock.turn(25 * hour);
    expect(await reply(10, long)).toMatchObject(done);
  });
});

describe('consent', () => {
  const consents = (state: 'granted' | 'withdrawn', purpose: string, channel = '*') => ({
    ...profile('maya'),
    consents: [{ purpose, channel, state, source: 'web-form', at: '2026-05-04T08:00:00.000Z' }],
  });
  const write = (opened: OpenDesk, purpose?: string) =>
    opened.desk.message({
      channel: 'brand',
      to: { source: 'fake', externalId: 'maya' },
      text: `Hello ${purpose}`,
      by: 'Ann',
      ...(purpose && { purpose }),
    });
  it('is needed for all but service', async () => {
    const opened = await openDesk();
    expect(await ruleOf(write(opened, 'marketing'))).toBe('consent');
    expect(await write(opened)).toMatchObject(done);
    await hear(opened, { type: 'profile', profile: consents('granted', 'marketing', 'fake') });
    expect(await write(opened, 'marketing')).toMatchObject(done);
  });
  it('can be refused for service, and then holds for replies too', async () => {
    const opened = await openDesk();
    await hear(opened, { type: 'profile', profile: consents('withdrawn', 'service') });
    expect(await ruleOf(write(opened))).toBe('consent');
    const to = await opened.idOf('q1');
    expect(await ruleOf(opened.desk.reply({ to, text: 'Hi', by: 'Ann' }))).toBe('consent');
  });
});

describe('a pause', () => {
  it('refuses what is asked meanwhile and says why', async () => {
    const { desk, idOf } = await openDesk();
    const to = await idOf('q1');
    await desk.pause({ reason: 'an accident', by: robot, channel: 'brand' });
    await expect(desk.reply({ to, text: 'Hi', by: 'Ann' })).rejects.toThrow('paused brand: an accident');
    expect(await desk.resume({ by: 'Ann', channel: 'brand' })).toEqual([]);
    expect(await desk.reply({ to, text: 'Hi', by: 'Ann' })).toMatchObject(done);
  });
});

it('an input that is wrong is named', async () => {
  const { desk, idOf } = await openDesk();
  const to = await idOf('q1');
  for (const wrong of [{ to: 'q1' }, { text: 7 }, { colour: 'red' }, { by: '' }, { by: { type: 'cat', name: 'x' } }])
    await expect(desk.reply({ to, text: 'Hi', by: 'Ann', ...wrong } as never)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('reply()'),
    });
});
