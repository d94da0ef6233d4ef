import { expect, it } from 'vitest';
import { describeStores } from '../../support/stores.js';
import { at, hearing, listen, say, told } from './world.js';

describeStores('cases', (open) => {
  it('are opened from what is routed, with reasons, and stand in the feed once', async () => {
    const store = open();
    const { app, hear, idOf } = hearing(store);
    const seen: string[] = [];
    app.on('case', ({ case: one, what }) => seen.push(`${one.team} ${what}`));
    app.on('routed', ({ to }) => seen.push(`routed ${to}`));
    await hear(
      say(1, { text: 'My brakes are broken', followers: 5000 }),
      say(2, { text: 'I wish for a bell', by: 'bo' }),
      say(3, { text: 'What a day', by: 'cy' }),
      say(4, { text: 'I buy one', by: 'dee' }),
    );
    await hear();
    const { entries, next } = await app.inbox();
    expect(next).toBeUndefined();
    expect(entries.map(({ case: { team, priority, status } }) => `${team} ${priority} ${status}`)).toEqual([
      'service urgent new',
      'sales high new',
    ]);
    expect(entries[0]?.case.opening).toEqual({
      rule: 'loud complaints',
      reasons: [
        { fact: 'intent', value: 'complaint' },
        { fact: 'followers', value: 5000 },
      ],
    });
    expect(entries[0]).toMatchObject({
      isPromised: true,
      dueAt: at(61),
      reasons: [{ factor: 'urgency', hours: 24 }, { factor: 'influence' }],
    });
    expect(await told(store)).toEqual(['to service', 'opened', 'to product', 'to sales', 'opened']);
    expect(seen).toEqual(['routed service', 'service opened', 'routed product', 'routed sales', 'sales opened']);
    const [wish] = await app.routed({ team: 'product' });
    expect(wish).toMatchObject({ interaction: await idOf(2), route: { rule: 'wishes' } });
    expect(await app.inbox({ team: 'sales', assignee: null, status: 'new' })).toMatchObject({
      entries: [{ case: { team: 'sales' } }],
    });
    const whole = await app.caseOf(await idOf(1));
    expect(whole).toMatchObject({
      events: [{ what: 'opened', interaction: await idOf(1) }],
      interactions: [await idOf(1)],
    });
  });

  it('a conversation is one case, and a complaint of the same customer joins the open one', async () => {
    const store = open();
    const { app, hear, idOf } = hearing(store);
    await hear(
      say(1, { text: 'It is broken' }),
      say(2, { text: 'Mine is broken too', by: 'bo', replyTo: 1 }),
      say(3, { text: 'Any news?', replyTo: 1 }),
      say(4, { text: 'Broken? broken again' }),
      say(5, { text: 'Nice weather' }),
    );
    const { entries } = await app.inbox();
    expect(entries).toHaveLength(1);
    const whole = await app.caseOf(await idOf(4));
    expect(whole?.interactions.toSorted()).toEqual((await Promise.all([1, 2, 3, 4].map(idOf))).sort());
    expect(whole?.case).toMatchObject({ messages: 4, lastSaidAt: at(4), unansweredSince: at(1) });
    expect(await app.caseOf(await idOf(5))).toBeUndefined();
    const { entries: timeline } = await app.timeline({ kind: 'handle', scope: 'square', value: 'ann.example' });
    expect(timeline.map((entry) => entry.case)).toEqual([undefined, ...Array(3).fill(whole?.case.id)]);
  });

  it('below a post of our own everybody has a case', async () => {
    const store = open();
    const { app, hear } = hearing(store);
    await hear(
      say(1, { text: 'Meet our new bell', by: 'us' }),
      say(2, { text: 'Mine is broken', by: 'bo', replyTo: 1 }),
      say(3, { text: 'Also broken here', by: 'cy', replyTo: 1 }),
      say(4, { text: 'We are sorry', by: 'us', replyTo: 2, root: 1 }),
    );
    const { entries } = await app.inbox({ status: ['new', 'waiting'] });
    expect(entries.map(({ case: { status, answers } }) => [status, answers]).sort()).toEqual([
      ['new', 0],
      ['waiting', 1],
    ]);
  });

  it('are claimed by one, and go to others by a word', async () => {
    const store = open();
    const { app, hear, time } = hearing(store);
    await hear(say(1, { text: 'It is broken' }));
    const [id = ''] = (await app.inbox()).entries.map((entry) => entry.case.id);
    expect(await app.claim({ id, by: 'Ben' })).toMatchObject({ status: 'open', assignee: 'Ben' });
    await expect(app.claim({ id, by: 'Cleo' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Ben'),
    });
    expect(await app.claim({ id, by: 'Ben' })).toMatchObject({ version: 2 });
    await expect(app.assign({ id, to: 'Cleo', by: 'Ben', version: 1 })).rejects.toMatchObject({ code: 'conflict' });
    expect(await app.assign({ id, to: 'Cleo', team: 'sales', by: 'Ben', version: 2 })).toMatchObject({
      team: 'sales',
      assignee: 'Cleo',
    });
    expect(await app.inbox({ assignee: 'Cleo' })).toMatchObject({ entries: [{ case: { id } }] });
    expect((await app.inbox({ assignee: 'Ben' })).entries).toEqual([]);
    await expect(app.snooze({ id, until: at(-5), by: 'Cleo' })).rejects.toMatchObject({ code: 'invalid' });
    time.now += 60_000;
    expect(await app.snooze({ id, until: at(600), by: 'Cleo' })).toMatchObject({ status: 'snoozed' });
    expect((await app.inbox()).entries).toEqual([]);
    expect(await app.resolve({ id, by: 'Cleo', note: 'A new one was sent.' })).toMatchObject({ status: 'resolved' });
    await expect(app.claim({ id, by: 'Ben' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(app.claim({ id: 'none', by: 'Ben' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(app.claim({ id, by: ' ' })).rejects.toMatchObject({ code: 'invalid' });
    await hear(say(2, { text: 'It is here, and broken', replyTo: 1, minute: 3 }));
    expect((await app.inbox()).entries[0]?.case).toMatchObject({ status: 'open', assignee: 'Cleo', reopened: 1 });
    const events = (await app.caseOf(id))?.events.map(({ what, by, to, note }) =>
      [what, by?.name, to, note].filter(Boolean).join(' '),
    );
    expect(events).toEqual([
      'opened',
      'claimed Ben',
      'assigned Ben Cleo',
      `snoozed Cleo ${at(600)}`,
      'resolved Cleo A new one was sent.',
      'reopened',
    ]);
  });

  it('warnings and breaches are told once, by whoever looks', async () => {
    const store = open();
    const { app, hear, wait } = hearing(store);
    const seen: string[] = [];
    app.on('case', ({ what, clock }) => clock && seen.push(`${what} ${clock}`));
    await hear(say(1, { text: 'It is broken', minute: 0 }));
    await wait(44);
    expect(seen).toEqual([]);
    for (const minute of [45, 46, 60, 61, 90]) await wait(minute);
    expect(seen).toEqual(['warned first-response', 'breached first-response']);
    expect((await told(store)).slice(2)).toEqual(seen);
    await hear(say(2, { text: 'Sorry', by: 'us', replyTo: 1, minute: 91 }));
    await wait(2000);
    expect(seen).toHaveLength(2);
    const [clock] = (await app.inbox({ status: 'waiting' })).entries[0]?.case.clocks ?? [];
    expect(clock).toMatchObject({ breachedAt: at(60), metAt: at(91) });
  });

  it('wake when their time has come', async () => {
    const store = open();
    const { app, hear, wait } = hearing(store, { ...listen, cases: {} });
    await hear(say(1, { text: 'It is broken', minute: 0 }));
    const [id = ''] = (await app.inbox()).entries.map((entry) => entry.case.id);
    await app.snooze({ id, until: at(100), by: 'Ben' });
    await wait(99);
    expect((await app.inbox()).entries).toEqual([]);
    await wait(101);
    expect((await app.inbox()).entries).toMatchObject([{ case: { id, status: 'new' }, isPromised: false }]);
  });

  it('an automatic answer is no answer, and what machines wrote opens nothing', async () => {
    const store = open();
    const { app, hear } = hearing(store);
    await hear(
      say(1, { text: 'It is broken' }),
      say(2, { text: 'We will answer soon', by: 'us', replyTo: 1, more: { automatic: 'reply' } }),
      say(3, { text: 'broken newsletter', by: 'bo', more: { automatic: 'bulk' } }),
    );
    const { entries } = await app.inbox();
    expect(entries).toMatchObject([{ case: { status: 'new', answers: 1, clocks: [{ isRunning: true }, {}] } }]);
    const events = (await app.caseOf(entries[0]?.case.id ?? ''))?.events;
    expect(events?.at(-1)).toMatchObject({ what: 'answered', by: { type: 'machine' } });
  });

  it('what is old opens nothing, and what a person finds does', async () => {
    const store = open();
    const { app, hear, idOf } = hearing(store);
    await hear(
      say(1, { text: 'It is broken', minute: -8 * 24 * 60 }),
      say(2, { text: 'Hello', by: 'bo' }),
      say(3, { text: 'Hi', by: 'us' }),
    );
    expect((await app.inbox()).entries).toEqual([]);
    const by = 'Ben';
    const one = await app.takeUp({ interaction: await idOf(2), team: 'service', priority: 'low', by });
    expect(one).toMatchObject({ openedBy: by, team: 'service', priority: 'low', level: 'all' });
    expect(await app.takeUp({ interaction: await idOf(2), team: 'sales', by })).toMatchObject({
      id: one.id,
      team: 'service',
    });
    await expect(app.takeUp({ interaction: await idOf(3), team: 'service', by })).rejects.toMatchObject({
      code: 'not-found',
    });
    await hear(say(4, { text: 'Hello?', by: 'bo', replyTo: 2 }));
    expect((await app.caseOf(one.id))?.case).toMatchObject({ messages: 2 });
  });

  it('pages go on where one ended, in the order of due less lead', async () => {
    const store = open();
    const { app, hear } = hearing(store);
    const followers = [0, 10, 100, 1000, 10_000, 100_000, 999];
    await hear(
      ...followers.map((count, number) =>
        say(number, { text: 'broken', by: `p${number}`, followers: count, minute: 0 }),
      ),
    );
    const all = (await app.inbox()).entries.map((entry) => entry.case.followers);
    expect(all).toEqual([100_000, 10_000, 1000, 999, 100, 10, 0]);
    const paged = [];
    let after: string | undefined;
    do {
      const page = await app.inbox({ limit: 2, ...(after && { after }) });
      expect(page.entries.length).toBeLessThanOrEqual(2);
      paged.push(...page.entries.map((entry) => entry.case.followers));
      after = page.next;
    } while (after);
    expect(paged).toEqual(all);
    await expect(app.inbox({ after: 'x' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('other weights give other places', async () => {
    const store = open();
    const first = hearing(store, { ...listen, cases: {} });
    await first.hear(
      say(1, { text: 'broken', minute: 0 }),
      say(2, { text: 'broken', by: 'bo', followers: 900, minute: 30 }),
    );
    expect((await first.app.inbox()).entries.map((entry) => entry.case.followers)).toEqual([900, undefined]);
    const { app, wait } = hearing(store, { ...listen, cases: { weights: { influence: 0 } } });
    await wait(40);
    expect((await app.inbox()).entries.map((entry) => entry.case.followers)).toEqual([undefined, 900]);
  });
});

describeStores('cases and people', (open) => {
  it('follow customers through merges and splits', async () => {
    const store = open();
    const { app, hear, idOf } = hearing(store);
    await hear(say(1, { text: 'broken' }), say(2, { text: 'broken', by: 'bo' }));
    const whom = (value: string) => ({ kind: 'handle' as const, scope: 'square', value });
    const [ann, bo] = [await app.customer(whom('ann.example')), await app.customer(whom('bo.example'))];
    if (!ann || ann === 'erased' || !bo || bo === 'erased') throw new Error('They are not known.');
    const { decision } = await app.merge(ann.id, bo.id, { by: 'Ben' });
    const casesOf = async (customer: typeof ann.id) =>
      (await app.inbox({ customer })).entries.map((entry) => entry.case.id);
    expect(await casesOf(ann.id)).toHaveLength(2);
    expect(await casesOf(bo.id)).toEqual(await casesOf(ann.id));
    // What either of them says more joins the oldest case that is open.
    await hear(say(3, { text: 'still broken', by: 'bo' }));
    const first = (await app.caseOf(await idOf(1)))?.case;
    expect((await app.caseOf(await idOf(3)))?.case.id).toBe(first?.id);
    if (!decision) throw new Error('They were one before.');
    await app.unmerge(decision.id, { by: 'Ben' });
    expect(await casesOf(ann.id)).toEqual([first?.id]);
    expect((await casesOf(bo.id)).toSorted()).toEqual(
      [first?.id, (await app.caseOf(await idOf(2)))?.case.id].toSorted(),
    );
  });

  it('go with a customer who is erased, and are told to one who asks', async () => {
    const store = open();
    const { app, hear, idOf } = hearing(store);
    await hear(
      say(1, { text: 'broken' }),
      say(2, { text: 'broken too', by: 'bo', replyTo: 1 }),
      say(3, { text: 'broken', by: 'cy' }),
    );
    const shared = (await app.caseOf(await idOf(1)))?.case.id ?? '';
    const own = (await app.caseOf(await idOf(3)))?.case.id ?? '';
    await app.assign({ id: shared, to: 'Ben', by: 'Ben', note: 'Ann is upset.' });
    const whom = (value: string) => ({ kind: 'handle' as const, scope: 'square', value });
    const parts = [];
    for await (const { part, data } of app.export(whom('ann.example'))) if (part === 'case') parts.push(data);
    expect(parts).toMatchObject([
      { id: shared, events: [{ what: 'opened' }, { what: 'said' }, { what: 'assigned', note: 'Ann is upset.' }] },
    ]);
    expect(JSON.stringify(parts)).not.toContain('Ben');

    expect((await app.erase(whom('cy.example'), { by: 'Ben' })).gone).toMatchObject({ cases: 1 });
    expect(await app.caseOf(own)).toBeUndefined();
    const { gone, records } = await app.erase(whom('ann.example'), { by: 'Ben' });
    expect(gone).not.toHaveProperty('cases');
    const left = await app.caseOf(shared);
    expect(left?.case.record).not.toBe(records[0]);
    expect(left?.interactions).toEqual([await idOf(2)]);
    expect(JSON.stringify(left)).not.toContain('upset');
    await app.erase(whom('bo.example'), { by: 'Ben' });
    for (const collection of ['cases', 'caseTies', 'caseEvents', 'routes'] as const)
      expect(await store.list(collection, 'all', { where: {} }), collection).toEqual([]);
  });
});
