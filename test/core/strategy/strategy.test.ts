import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { contextOf } from '../../../src/core/context.js';
import { ingest } from '../../../src/core/ingest/ingest.js';
import type { Outcome } from '../../../src/core/model/strategy.js';
import { memory } from '../../../src/core/store/memory.js';
import { sqlite } from '../../../src/core/store/sqlite.js';
import type { Store } from '../../../src/core/store/store.js';
import { declareOutcome, dropOutcome, outcomes } from '../../../src/core/strategy/outcomes.js';
import { declarePlaybook, dropPlaybook, playbooks, policyOf, setPolicy } from '../../../src/core/strategy/policy.js';
import { answeredWithin, medianFirstResponse, repliesPerWeek } from '../../../src/core/strategy/service-kpis.js';
import { setStage, stageOf } from '../../../src/core/strategy/stage.js';
import { adoptStrategy, presetForOne } from '../../../src/core/strategy/strategy.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const stores: [string, () => Store][] = [
  ['memory', () => memory()],
  ['sqlite', () => sqlite({ file: join(folder, `${++files}.sqlite`) })],
];

const today = '2026-05-04T09:00:00.000Z';
const clock = { now: () => Date.parse(today) };
const context = contextOf(clock);
const outcome: Outcome = {
  name: 'answer fast',
  function: 'service',
  kpi: 'fast',
  baseline: 0.2,
  target: 0.9,
  by: '2026-12-31',
  owner: 'Ann',
  reviewOn: '2026-06-01',
};
const fast = { fast: async () => 0.5 };

describe.each(stores)('strategy on %s', (_name, open) => {
  it('listens until an outcome is declared and measured', async () => {
    const store = open();
    expect(await stageOf(store, today, fast)).toMatchObject({ stage: 'listen', declared: 'listen' });
    await setStage(store, context, { stage: 'run', by: 'Ann' });
    expect(await stageOf(store, today, fast)).toMatchObject({ stage: 'listen', declared: 'run' });
    await declareOutcome(store, context, outcome);
    expect(await stageOf(store, today, fast)).toMatchObject({ stage: 'run', measured: [{ value: 0.5 }] });
    const broken = async () => {
      throw new Error('secret');
    };
    for (const kpi of [broken, async () => Number.NaN, async () => Number.POSITIVE_INFINITY])
      expect(await stageOf(store, today, { fast: kpi })).toMatchObject({ stage: 'listen' });
    const none = await stageOf(store, today, {});
    expect(none.because).toContain('There is no KPI "fast"');
    await declareOutcome(store, context, { ...outcome, name: 'unmeasured', kpi: 'other' });
    expect(await stageOf(store, today, fast)).toMatchObject({ stage: 'run' });
  });

  it('falls back when a review is overdue, and says whose', async () => {
    const store = open();
    await setStage(store, context, { stage: 'engage', by: 'Ann' });
    await declareOutcome(store, context, outcome);
    expect((await stageOf(store, '2026-06-01T23:59:59.000Z', fast)).stage).toBe('engage');
    const late = await stageOf(store, '2026-06-02T00:00:00.000Z', fast);
    expect(late.stage).toBe('listen');
    expect(late.because).toBe('The outcome "answer fast" was to be reviewed on 2026-06-01 by Ann.');
    await declareOutcome(store, context, { ...outcome, reviewOn: '2026-09-01' });
    expect(await outcomes(store)).toHaveLength(1);
    expect((await stageOf(store, '2026-06-02T00:00:00.000Z', fast)).stage).toBe('engage');
    await dropOutcome(store, context, { name: 'answer fast', by: 'Ann' });
    expect((await stageOf(store, today, fast)).stage).toBe('listen');
  });

  it('checks what is declared and names what is wrong', async () => {
    const store = open();
    const wrong = { ...outcome, colour: 'red' };
    await expect(declareOutcome(store, context, wrong)).rejects.toThrow('has no "colour"');
    await expect(declareOutcome(store, context, { ...outcome, by: 'soon' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(declareOutcome(store, context, { ...outcome, target: Number.NaN })).rejects.toThrow('target');
    expect(await outcomes(store)).toEqual([]);
  });

  it('keeps policy and playbooks', async () => {
    const store = open();
    expect(await policyOf(store)).toEqual({ approvals: 0 });
    await setPolicy(store, context, { policy: { approvals: 1, perHour: 20 }, by: 'Ann' });
    expect(await policyOf(store)).toEqual({ approvals: 1, perHour: 20 });
    const playbook = { name: 'hours', intents: ['opening-hours'], text: 'We open at nine.', perDay: 5 };
    await declarePlaybook(store, context, { playbook, by: 'Ann' });
    await declarePlaybook(store, context, { playbook: { ...playbook, perDay: 9 }, by: 'Ann' });
    expect(await playbooks(store)).toEqual([{ ...playbook, perDay: 9 }]);
    await dropPlaybook(store, context, { name: 'hours', by: 'Ann' });
    expect(await playbooks(store)).toEqual([]);
  });

  it('starts a team of one and leaves what it finds', async () => {
    const store = open();
    await adoptStrategy(store, context, presetForOne({ owner: 'Ann', clock }));
    const kpis = { 'answered-within-a-day': answeredWithin() };
    expect(await stageOf(store, today, kpis)).toMatchObject({ stage: 'engage', measured: [{ value: 1 }] });
    await setStage(store, context, { stage: 'listen', by: 'Ann' });
    await adoptStrategy(store, context, presetForOne({ owner: 'Bea', clock: { now: () => clock.now() + 1e10 } }));
    expect(await outcomes(store)).toMatchObject([{ owner: 'Ann', reviewOn: '2026-08-02' }]);
    expect((await stageOf(store, today, kpis)).stage).toBe('listen');
  });

  it('measures answers over the store', async () => {
    const store = open();
    const intake = ingest({
      store,
      context,
      recognizer: {
        keys: () => [],
        recognize: async (_transaction, record) => ({ customer: record.id, changes: [] }),
      },
    });
    const own = (externalId: string) => ({
      source: 'testnet',
      externalId,
      kind: 'profile' as const,
      party: 'organization' as const,
      own: true,
      identifiers: [],
      attributes: {},
      origin: 'api' as const,
      observedAt: today,
    });
    await intake.records([own('brand')]);
    const hoursAgo = (hours: number) => new Date(Date.parse(today) - hours * 3_600_000).toISOString();
    const said = (id: string, author: string, hours: number, thread: string, to?: string) => ({
      type: 'said',
      interaction: {
        network: 'testnet',
        realm: '',
        externalId: id,
        kind: 'post',
        at: hoursAgo(hours),
        content: { text: id },
        origin: 'api',
        ...(id !== thread && { root: { network: 'testnet', realm: '', externalId: thread } }),
        ...(to && { inReplyTo: { network: 'testnet', realm: '', externalId: to } }),
        participants: [
          { role: 'author', of: { source: 'testnet', externalId: author } },
          ...(author === 'brand' || to ? [] : [{ role: 'mentioned', of: { source: 'testnet', externalId: 'brand' } }]),
        ],
      },
      profiles: [],
    });
    const items = [
      said('t1', 'ann', 100, 't1'),
      said('t1b', 'ann', 99, 't1', 't1'),
      said('t1r', 'brand', 98, 't1', 't1b'),
      // Speaks to our answer without naming us; answered too late.
      said('t1c', 'ann', 90, 't1', 't1r'),
      said('t1d', 'brand', 50, 't1', 't1c'),
      said('t2', 'bob', 80, 't2'),
      said('t3', 'cid', 4, 't3'),
      // Nobody spoke to us.
      said('t4', 'brand', 60, 't4'),
      said('t5', 'dan', 1000, 't5'),
    ];
    expect((await intake.page({ page: { items, rejected: [] }, channel: 'brand' })).rejected).toEqual([]);
    expect(await answeredWithin({ hours: 24 })(store, today)).toBeCloseTo(1 / 3);
    expect(await answeredWithin({ hours: 48 })(store, today)).toBeCloseTo(2 / 3);
    expect(await repliesPerWeek(store, today)).toBe(2);
    // 2, 40, 80 so far, 4 so far.
    expect(await medianFirstResponse()(store, today)).toBeCloseTo(22);
    expect(() => answeredWithin({ hours: 0 })).toThrow('hours');
  });
});
