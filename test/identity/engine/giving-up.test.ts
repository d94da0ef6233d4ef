import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockingRules, usualLimits } from '../../../src/identity/engine/block/rules.js';
import type { Kind } from '../../../src/identity/engine/columns/column.js';
import { open } from '../../../src/identity/engine/compare/comparison.js';
import { prepare, withGlances } from '../../../src/identity/engine/prepare/prepare.js';
import { edgesOf } from '../../../src/identity/engine/score/edges.js';
import { compareAll } from '../../../src/identity/engine/score/levels.js';
import { quickWeigher, weigher } from '../../../src/identity/engine/score/scorer.js';
import { priorModel } from '../../../src/identity/engine/train/model.js';
import { tableOfRows } from './table-of-rows.js';
import { anyRows, kinds } from './tables.js';

/** With whole names rows may have several names, and are compared otherwise. */
const { whole: _, ...oneName } = kinds;
const anyKinds = fc.constantFrom<Readonly<Record<string, Kind>>>(kinds, oneName);

const runs = { numRuns: Number(process.env.KENNING_ROUNDS ?? 60) };

describe('giving up early', () => {
  it('what is sure at a glance is so, and what is left open holds what is found', () => {
    fc.assert(
      fc.property(anyRows(8), anyKinds, (rows, of) => {
        const prepared = prepare(tableOfRows(rows, of)).map(withGlances);
        const fields = prepared.flatMap((one) => one.fields);
        const compare = compareAll(prepared);
        const [seen, found] = [new Uint8Array(fields.length), new Uint8Array(fields.length)];
        for (let left = 0; left < rows.length; left += 1)
          for (let right = 0; right < rows.length; right += 1) {
            compare.glance(left, Uint32Array.of(right), 1, seen);
            found.set(seen);
            for (const { from, settle } of compare.parts) settle(left, right, found, from);
            for (const [field, { graded }] of fields.entries()) {
              const [look, level] = [seen[field] as number, found[field] as number];
              if (look < open) expect(level).toBe(look);
              else if (look < 255) expect(level < graded || level === (look & ~open)).toBe(true);
            }
          }
      }),
      runs,
    );
  });

  it('no pair above the weight is lost, and none weighs anything else', () => {
    fc.assert(
      fc.property(anyRows(25), anyKinds, fc.double({ min: -30, max: 30, noNaN: true }), (rows, of, least) => {
        const prepared = prepare(tableOfRows(rows, of)).map(withGlances);
        const keys = prepared.map((one) => one.keys);
        const rules = blockingRules(keys, rows.length, usualLimits(rows.length));
        const model = priorModel(
          prepared.flatMap((one) => one.fields),
          rows.length,
        );
        const range = { from: 0, to: rows.length, least };
        const quick = edgesOf(rows.length, rules, quickWeigher(model, compareAll(prepared), least), range);
        const all = edgesOf(rows.length, rules, weigher(model, compareAll(prepared)), range);
        for (const part of ['left', 'right', 'weight'] as const)
          expect([...quick[part].subarray(0, quick.size)]).toEqual([...all[part].subarray(0, all.size)]);
        expect(quick.pairs).toBe(all.pairs);
        expect(quick.weighed).toBeLessThanOrEqual(all.weighed);
      }),
      runs,
    );
  });
});
