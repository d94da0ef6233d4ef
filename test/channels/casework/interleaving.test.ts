import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memory } from '../../../src/core/store/memory.js';
import type { Store } from '../../../src/core/store/store.js';
import { at, hearing, type Saying, say } from './world.js';

/** What is heard, in this order: each thing by who says it, what it answers, and how long after the one before. */
const saying = fc.record({
  by: fc.constantFrom('ann', 'bo', 'cy', 'us'),
  text: fc.constantFrom('broken', 'I buy it', 'I wish', 'hello'),
  answers: fc.option(fc.nat({ max: 5 }), { nil: undefined }),
  later: fc.integer({ min: 1, max: 90 }),
  isAutomatic: fc.boolean(),
  act: fc.constantFrom(undefined, undefined, 'claim', 'resolve'),
});
/** How it comes: after which of them a page ends, is looked at by whom, heard twice, and clocks are looked at. */
const way = fc.record({
  pages: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }),
  twice: fc.boolean(),
  processes: fc.integer({ min: 1, max: 3 }),
  looks: fc.boolean(),
});

type One<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;
/** Something said, and what a person then does with the case that it belongs to. */
type Said = { minute: number; saying: Saying; act: 'claim' | 'resolve' | undefined };

function history(list: readonly One<typeof saying>[]): Said[] {
  let minute = 0;
  return list.map(({ by, text, answers, later, isAutomatic, act }, number) => {
    minute += later;
    const replyTo = answers !== undefined && answers < number ? answers : undefined;
    const more = by === 'us' && isAutomatic ? { more: { automatic: 'reply' as const } } : {};
    return { minute, act, saying: { by, text, minute, ...more, ...(replyTo !== undefined && { replyTo }) } };
  });
}

/** Every case by what opened it, without ids and without the moments at which somebody looked. */
async function outcome(store: Store): Promise<unknown[]> {
  const found = [];
  const names = new Map(
    (await store.list('interactions', 'all', { where: {}, limit: 1000 })).map(({ id, externalId }) => [
      id as string,
      externalId,
    ]),
  );
  for (const { data } of await store.list('cases', 'all', { where: {} })) {
    const { id, version: _version, openedAt: _opened, record: _record, interaction, clocks, ...rest } = data;
    const ties = await store.list('caseTies', 'byCase', { where: { case: id }, limit: 1000 });
    const tied = ties.filter(({ kind }) => kind === 'interaction').map(({ of }) => names.get(of));
    found.push({
      ...rest,
      opener: names.get(interaction),
      said: tied.sort(),
      clocks: clocks.map(({ warnedAt: _warned, ...clock }) => clock),
    });
  }
  return found.sort((one, other) => String(one.opener).localeCompare(String(other.opener)));
}

/** Hears a history in one way, and looks at clocks when it is over. */
async function heardIn(said: readonly Said[], { pages, twice, processes, looks }: One<typeof way>) {
  const store = memory();
  const world = hearing(store);
  const others = Array.from({ length: processes - 1 }, () => hearing(store));
  for (let first = 0, page = 0; first < said.length; page += 1) {
    const size = pages[page % pages.length] as number;
    const acting = said.findIndex(({ act }, number) => number >= first && act !== undefined);
    const part = said.slice(first, Math.min(first + size, acting < 0 ? said.length : acting + 1));
    first += part.length;
    world.time.now = Date.parse(at(part.at(-1)?.minute ?? 0));
    const items = part.map(({ saying: one }) =>
      say(
        said.findIndex(({ saying: other }) => other === one),
        one,
      ),
    );
    await world.hear(...items, ...(twice ? items : []));
    await Promise.all(
      others.map(({ app, time }) => {
        time.now = world.time.now;
        return app.tick({ budgetMs: 60_000 });
      }),
    );
    const last = part.at(-1);
    const found = last?.act && (await world.app.caseOf(await world.idOf(first - 1)));
    if (found && found.case.status !== 'resolved')
      await (last.act === 'claim'
        ? world.app.assign({ id: found.case.id, to: 'Ben', by: 'Ben' })
        : world.app.resolve({ id: found.case.id, by: 'Ben' }));
    if (looks) await world.app.tick({ budgetMs: 60_000 });
  }
  await world.wait(100_000);
  for (const { errors } of [world, ...others]) expect(errors).toEqual([]);
  return { store, state: await outcome(store) };
}

it('cases come to the same however what is said comes in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(saying, { minLength: 1, maxLength: 14 }), way, async (list, otherWay) => {
      const said = history(list);
      const one = await heardIn(said, { pages: [said.length], twice: false, processes: 1, looks: false });
      const other = await heardIn(said, otherWay);
      expect(other.state).toEqual(one.state);
      const feed = (await other.store.list('changes', 'all', { where: {}, limit: 10_000 })).flatMap(({ data }) =>
        data.type === 'case' ? [data] : [],
      );
      const openings = feed.filter(({ what }) => what === 'opened').map((change) => change.case);
      expect(new Set(openings).size).toBe(openings.length);
      // Of every clock that was started, a breach is told at most once.
      for (const { data } of await other.store.list('cases', 'all', { where: {} })) {
        const breaches = feed.filter(
          (change) => change.case === data.id && change.what === 'breached' && change.clock === 'first-response',
        );
        expect(breaches.length).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: Number(process.env.KENNING_HISTORIES ?? 40) },
  );
});
