import { describe, expect, it } from 'vitest';
import { markDifferences } from '../../../src/cli/review/mark-differences.js';
import { describePair } from '../../../src/cli/review/review-at-terminal.js';
import { reviewDesk } from '../../../src/cli/review/review-desk.js';
import { worthOf } from '../../../src/cli/review/review-queue.js';
import { drawWaterfall, waterfall } from '../../../src/cli/review/waterfall.js';
import type { Review } from '../../../src/core/model/review.js';
import { hostile, maya, reviewedApp } from './reviewed-app.js';

const { signal } = new AbortController();

describe('the desk of a person who reviews', () => {
  it('shows the pair nearest to even odds first, and answers by name', async () => {
    const app = await reviewedApp([maya, hostile]);
    const desk = await reviewDesk({ app, by: 'ann', signal });
    const first = await desk.look(0);
    expect(first).toMatchObject({ at: 0, waiting: 2, undoable: false });
    const shown = JSON.stringify(first.pair);
    expect(shown).toContain('Okafor');
    expect(shown).not.toContain('\u202e');

    await desk.answer(first.pair?.id as string, true);
    expect((await app.customers()).length).toBe(3);
    expect((await app.store.get('reviews', { id: first.pair?.id as string }))?.data.answeredBy).toBe('ann');
    expect((await desk.look(0)).pair?.id).not.toBe(first.pair?.id);
    await app.close();
  });

  it.each([true, false])('takes an answer back, and can be asked the other way (%s)', async (same) => {
    const app = await reviewedApp([maya]);
    const desk = await reviewDesk({ app, by: 'ann', signal });
    const { pair } = await desk.look(0);
    const id = pair?.id as string;
    await desk.answer(id, same);
    expect(await desk.look(0)).toMatchObject({ waiting: 0, undoable: true });
    expect(await desk.undo()).toBe(0);
    expect((await desk.look(0)).pair?.id).toBe(id);
    expect((await app.customers()).length).toBe(2);
    // No ban is left behind, so the other word holds.
    await desk.answer(id, !same);
    expect((await app.customers()).length).toBe(same ? 2 : 1);
    await expect(app.takeBack('nobody:nobody', { by: 'ann' })).rejects.toThrow('no answered review');
    await app.close();
  });

  it('passes over what another has answered meanwhile, and says so to who answers it', async () => {
    const app = await reviewedApp([maya, hostile]);
    const [one, other] = [await reviewDesk({ app, by: 'ann', signal }), await reviewDesk({ app, by: 'bo', signal })];
    const id = (await one.look(0)).pair?.id as string;
    await other.answer(id, false);
    await expect(one.answer(id, true)).rejects.toThrow('no open review');
    expect(await one.look(0)).toMatchObject({ waiting: 1, undoable: false });
    await app.close();
  });

  it('weighs doubt by how much hangs on both sides', () => {
    const review = (probability: number, because: Review['because'] = 'doubt') => ({ probability, because }) as Review;
    const small = { records: 1, interactions: 0 };
    const large = { records: 3, interactions: 60 };
    expect(worthOf(review(0.5), [small, small])).toBe(1);
    expect(worthOf(review(0.5), [large, small])).toBe(6);
    expect(worthOf(review(0.99), [small, small])).toBeLessThan(0.1);
    expect(worthOf(review(1), [large, large])).toBe(0);
    expect(worthOf(review(1, 'blocked'), [large, large])).toBe(36);
  });

  it('marks what only one says', () => {
    expect(markDifferences('Maya Lindqvist', 'maya l Lindqvist')).toEqual([
      [{ text: 'Maya Lindqvist', differs: false }],
      [
        { text: 'maya ', differs: false },
        { text: 'l ', differs: true },
        { text: 'Lindqvist', differs: false },
      ],
    ]);
    expect(markDifferences('', 'x')).toEqual([[], [{ text: 'x', differs: true }]]);
  });

  it('adds the evidence up from the prior, the strongest first', () => {
    const evidence = [
      { type: 'score' as const, field: 'name', level: 'close', weight: 3 },
      { type: 'score' as const, field: 'email', level: 'different', weight: -5 },
      { type: 'veto' as const, field: 'ban', level: 'said so' },
    ];
    const { steps, bits } = waterfall(evidence, -12);
    expect(steps.map(({ bits: step, from, to, speaks }) => [step, from, to, speaks])).toEqual([
      [-10, 0, -10, 'against'],
      [-5, -10, -15, 'against'],
      [3, -15, -12, 'for'],
      [undefined, -12, -12, 'against'],
    ]);
    expect(bits).toBe(-12);
    expect(drawWaterfall({ steps, bits })).toHaveLength(5);
    expect(drawWaterfall(waterfall([]))).toHaveLength(1);
  });

  it('puts both side by side at the terminal, without what moves its cursor', async () => {
    const app = await reviewedApp([[{ ...hostile[0], bio: '\u001b[2Jgone' }, hostile[1]]]);
    const { pair } = await (await reviewDesk({ app, by: 'ann', signal })).look(0);
    if (!pair) throw new Error('nothing waits');
    const text = describePair(pair, 100);
    expect(text).toMatch(/name +≠ <img src=x.+Tom +Tomas Okafor/);
    expect(text).not.toContain('\u001b');
    await app.close();
  });
});
