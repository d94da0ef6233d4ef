import { KenningError } from '../../../core/errors.js';
import type { Rule } from '../../engine/block/rule.js';
import { sortedRows } from '../../engine/block/sorted-rows.js';
import { ofRows } from '../../engine/columns/dictionary.js';
import { type Words, words32 } from '../../engine/columns/memory.js';
import type { SplinkSettings } from '../settings.js';
import type { Expression } from '../sql/expression.js';
import { parseCondition } from '../sql/parse.js';
import { type NumberPairs, numberPairs } from './number-pairs.js';
import { type Cell, type PairRows, sideOf } from './pair-rows.js';
import type { TestPlan } from './test-plan.js';
import { samePlan, type TestPlans, translation } from './test-plans.js';

/** Which pairs a model compares. */
export interface SplinkBlocking {
  /** Every wanted pair shares a key of one of these. */
  rules(): Rule[];
  /** What of the pairs that share a key is wanted; absent where all are. */
  wanted?: TestPlan;
}

interface Equal {
  ours: Cell;
  theirs: Cell;
  isExploded: boolean;
}

/** More records than this are not all compared with all by a rule that names nothing they share. */
const mostWithoutKey = 5000;
/** Numbers for the items of lists, all rows together. */
const mostEntries = 500_000_000;

/**
 * Reads a model's blocking rules. What both records of a pair must share becomes a key; the rest is asked of the pairs.
 *
 * @throws `unsupported` for a rule that can not be followed, by its text
 */
export function splinkBlocking(
  written: SplinkSettings['blocking_rules_to_generate_predictions'],
  rows: PairRows,
  plans: TestPlans,
): SplinkBlocking {
  const rules = written.map(({ blocking_rule: sql, arrays_to_explode: lists }) => {
    const exploded = new Set(lists ?? []);
    const parts = conjuncts(parseCondition(sql, 'prefix'));
    const equals = parts.flatMap((part) => equality(part, exploded, rows) ?? []);
    const others = parts.filter((part) => !equality(part, exploded, rows));
    if (equals.length === 0 && rows.size > mostWithoutKey)
      throw new KenningError(
        'unsupported',
        `The blocking rule ${sql.slice(0, 200)} names nothing that is the same on both sides, so it would compare all ${rows.size} records with each other.`,
      );
    if (equals.filter(({ isExploded }) => isExploded).length < exploded.size)
      throw new KenningError(
        'unsupported',
        `The blocking rule ${sql.slice(0, 200)} explodes a list and does not compare it.`,
      );
    const asked = [...equals.map(equalPlan), ...others.map((part) => plans.plan(part))];
    return {
      name: sql,
      equals,
      isExact: others.length === 0 && equals.length > 0 && equals.every(({ ours, theirs }) => ours === theirs),
      holds: asked.reduce((one, two): TestPlan => ({ op: 'and', one, two })),
    };
  });
  const isPicky = rules.some(({ isExact }) => !isExact);
  return {
    rules: () => rules.map(({ name, equals }) => ruleOf(name, equals, rows)),
    ...(isPicky && {
      wanted: rules.map(({ holds }) => holds).reduce((one, two): TestPlan => ({ op: 'or', one, two })),
    }),
  };
}

function conjuncts(expression: Expression): Expression[] {
  if (expression.kind !== 'binary' || expression.operator !== 'and') return [expression];
  return [...conjuncts(expression.left), ...conjuncts(expression.right)];
}

function equality(part: Expression, exploded: ReadonlySet<string>, rows: PairRows): Equal | undefined {
  if (part.kind !== 'binary' || part.operator !== '=') return undefined;
  const [ours, theirs] = sideOf(part.left) === 'left' ? [part.left, part.right] : [part.right, part.left];
  if (sideOf(ours) !== 'left' || sideOf(theirs) !== 'right') return undefined;
  const isExploded = ours.kind === 'column' && exploded.has(ours.name);
  if (isExploded && (theirs.kind !== 'column' || theirs.name !== ours.name)) return undefined;
  return { ours: rows.cellOf(ours), theirs: rows.cellOf(theirs), isExploded };
}

function equalPlan({ ours, theirs, isExploded }: Equal): TestPlan {
  return isExploded ? { op: 'overlap', slot: ours.slot, ...itemsOf(ours) } : samePlan(ours, theirs);
}

/** Keys of all rows: several slots a row for lists, and where what is the same stands in different columns. */
function ruleOf(name: string, equals: readonly Equal[], rows: PairRows): Rule {
  const { size } = rows;
  const isCrossed = equals.some(({ ours, theirs }) => ours !== theirs);
  let slots: (Codes | undefined)[] = isCrossed ? [undefined, undefined] : [undefined];
  for (const { ours, theirs, isExploded } of equals) {
    const together = numberPairs();
    if (isExploded) {
      const items = itemSlots(ours, rows, name);
      slots = slots.flatMap((slot) => items.map((item) => joined(slot, item, together)));
      continue;
    }
    // One more for what the other column has alone.
    const count = ours.values.length + 1;
    const own = { codes: rows.codesOf(ours), count };
    slots = slots.map((slot, at) => {
      if (ours === theirs || at < slots.length / 2) return joined(slot, own, together);
      const numbers = translation(theirs, ours).map((number) => (number === 0xffffffff ? count - 1 : number));
      return joined(slot, { codes: ofRows(rows.codesOf(theirs), numbers), count }, together);
    });
  }
  const all = slots.map((slot) => slot?.codes ?? words32(size).fill(1));
  const codes = all.length === 1 ? (all[0] as Words) : words32(size * all.length);
  if (all.length > 1) for (const [slot, own] of all.entries()) codes.set(own, slot * size);
  const sorted = sortedRows(codes);
  let pairs = 0;
  for (let start = 0; start < sorted.rows.length; start = sorted.ends[start] as number) {
    const length = (sorted.ends[start] as number) - start;
    pairs += (length * (length - 1)) / 2;
  }
  return { keys: equals.map(({ ours }) => String(ours.slot)), sorted, pairs, left: 0 };
}

/** A number for each row, 0 for none, all below a count. */
interface Codes {
  codes: Words;
  count: number;
}

/** Two keys in one, exactly; 0 where either is missing. */
function joined(first: Codes | undefined, second: Codes, together: NumberPairs): Codes {
  if (!first) return second;
  const codes = words32(first.codes.length);
  const count = first.count * second.count;
  const isSmall = count < 2 ** 32;
  for (let row = 0; row < codes.length; row += 1) {
    const [one, two] = [first.codes[row] as number, second.codes[row] as number];
    if (one === 0 || two === 0) continue;
    codes[row] = isSmall ? one * second.count + two : together.of(one, two);
  }
  return { codes, count: isSmall ? count : codes.length + 1 };
}

/** The items of each value's list by their numbers, one list behind the other, and where each begins. */
function itemsOf({ values }: Cell): { starts: Uint32Array; items: Uint32Array } {
  const numbers = new Map<string, number>();
  const items: number[] = [];
  const starts = new Uint32Array(values.length + 1);
  for (const [at, value] of values.entries()) {
    for (const item of new Set(Array.isArray(value) ? (value as readonly string[]) : [])) {
      const number = numbers.get(item) ?? numbers.size + 1;
      numbers.set(item, number);
      items.push(number);
    }
    starts[at + 1] = items.length;
  }
  return { starts, items: Uint32Array.from(items) };
}

/** The items of each row's list, the first in the first slot. */
function itemSlots(cell: Cell, rows: PairRows, rule: string): Codes[] {
  const { starts, items } = itemsOf(cell);
  let most = 1;
  let count = 1;
  for (const item of items) count = Math.max(count, item + 1);
  for (let value = 0; value < cell.values.length; value += 1)
    most = Math.max(most, (starts[value + 1] as number) - (starts[value] as number));
  if (most * rows.size > mostEntries)
    throw new KenningError('too-large', `The blocking rule ${rule.slice(0, 200)} explodes a list of ${most} items.`);
  const values = rows.codesOf(cell);
  return Array.from({ length: most }, (_, place) => {
    const codes = words32(rows.size);
    for (let row = 0; row < rows.size; row += 1) {
      const value = values[row] as number;
      const at = (starts[value] as number) + place;
      if (at < (starts[value + 1] as number)) codes[row] = items[at] as number;
    }
    return { codes, count };
  });
}
