import { expect, it } from 'vitest';
import { memory } from '../../../src/core/store/memory.js';
import { describeStores } from '../../support/stores.js';
import { at, hearing, listen, say, told } from './world.js';

describeStores('incidents', (open) => {
  it('hold cases together, by hand', async () => {
    const store = open();
    const { app, hear } = hearing(store);
    await hear(say(1, { text: 'broken' }), say(2, { text: 'broken', by: 'bo' }), say(3, { text: 'broken', by: 'cy' }));
    const [first = '', second = '', third = ''] = (await app.inbox()).entries.map((entry) => entry.case.id);
    const { id } = await app.openIncident({ title: 'The hub of May', cases: [first, second], by: 'Ben' });
    await app.addToIncident({ id, cases: [second, third], by: 'Ben' });
    const whole = await app.incident(id);
    expect(whole?.cases.map((one) => one.id).toSorted()).toEqual([first, second, third].toSorted());
    expect(whole?.customers).toHaveLength(3);
    expect((await app.caseOf(third))?.events.at(-1)).toMatchObject({ what: 'incident', to: id, by: { name: 'Ben' } });
    await expect(app.addToIncident({ id, cases: ['none'], by: 'Ben' })).rejects.toMatchObject({ code: 'not-found' });
    expect(await app.endIncident({ id, by: 'Ben' })).toMatchObject({ status: 'over' });
    expect(await app.incidents()).toEqual([]);
    const feed = await told(store);
    expect(feed.filter((line) => line.startsWith('incident '))).toEqual(['incident opened', 'incident over']);
    expect(feed.filter((line) => line === 'incident')).toHaveLength(3);
  });
});

it('a storm opens one, with the cases that came before its alert and those that follow', async () => {
  const store = memory();
  const { app, hear, wait } = hearing(store, {
    ...listen,
    queries: { brakes: 'brakes' },
    series: { brakes: {} },
  });
  const quiet = Array.from({ length: 60 }, (_, number) =>
    say(number, { text: 'brakes', by: `quiet ${number}`, minute: number * 60 }),
  );
  await wait(60 * 60);
  await hear(...quiet);
  const storm = Array.from({ length: 80 }, (_, number) =>
    say(1000 + number, {
      text: `the brakes are broken, I am furious, ${number}`,
      by: `angry ${number}`,
      minute: 3600 + number / 8,
    }),
  );
  await wait(3612);
  await hear(...storm);
  await hear();
  const [incident] = await app.incidents();
  expect(incident).toMatchObject({ series: 'brakes', openedBy: 'listen' });
  const whole = await app.incident(incident?.id ?? '');
  expect(whole?.cases).toHaveLength(80);
  expect(whole?.customers).toHaveLength(80);
  expect((await told(store)).filter((line) => line === 'incident opened')).toHaveLength(1);
  expect(at(0) < (incident?.since ?? '')).toBe(true);
});

it('tells who will break a promise by the queue', async () => {
  const { app, hear } = hearing(memory());
  await hear(
    ...Array.from({ length: 10 }, (_, number) => say(number, { text: 'broken', by: `p${number}`, minute: 0 })),
  );
  // One after another, a quarter of an hour each: the first four are in time, the fifth ends too late.
  const alone = await app.breaches({ minutesEach: 15 });
  expect(alone).toMatchObject({ queue: 10, from: 'given' });
  expect(alone.breaches.filter(({ clock }) => clock === 'first-response').map(({ place }) => place)).toEqual([
    5, 6, 7, 8, 9, 10,
  ]);
  expect(alone.breaches[0]).toMatchObject({ dueAt: at(60), expectedAt: at(75) });
  expect((await app.breaches({ minutesEach: 15, people: 3 })).breaches).toEqual([]);
  expect(await app.breaches()).toMatchObject({ minutesEach: 10, from: 'assumed', measuredOn: 0 });
});
