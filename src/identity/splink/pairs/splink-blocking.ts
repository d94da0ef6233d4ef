import { KenningError } from '../../../core/errors.js';
import type { Rule } from '../../engine/block/rule.js';
import { sortedRows } from '../../engine/block/sorted-rows.js';
import { type Words, words32 } from '../../engine/columns/memory.js';
import type { SplinkSettings } from '../settings.js';
import type { Expression } from '../sql/expression.js';
import { parseCondition } from '../sql/parse.js';
import { numberPairs } from './number-pairs.js';
import { type Cell, type PairRows, sideOf } from './pair-rows.js';
import { no, type PairTest, type PairTests, translation, yes } from './pair-test.js';

/** Which pairs a model compares. */
export interface SplinkBlocking {
  /** Every wanted pair shares a key of one of these. */
  rules(): Rule[];
  /** Whether a pair that shares a key is wanted, each row given by where its numbers begin; absent where all are. */
  wanted?: (left: number, right: number) => boolean;
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
  tests: PairTests,
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
    const asked = [...equals.map((equal) => testOf(equal, rows)), ...others.map((part) => tests.test(part).ask)];
    return {
      name: sql,
      equals,
      isExact: others.length === 0 && equals.length > 0 && equals.every(({ ours, theirs }) => ours === theirs),
      holds: (left: number, right: number) => asked.every((ask) => ask(left, right) === yes),
    };
  });
  return {
    rules: () => rules.map(({ name, equals }) => ruleOf(name, equals, rows)),
    ...(rules.some(({ isExact }) => !isExact) && {
      wanted: (left: number, right: number) => rules.some(({ holds }) => holds(left, right)),
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

function testOf({ ours, theirs, isExploded }: Equal, rows: PairRows): PairTest['ask'] {
  const { numbers } = rows;
  const numberOf = (row: number, { slot }: Cell) => numbers[row + slot] as number;
  if (isExploded) {
    const items = ours.values.map((list) => new Set(Array.isArray(list) ? list : []));
    return (left, right) => {
      const [one, two] = [items[numberOf(left, ours)], items[numberOf(right, theirs)]];
      return one && two && !one.isDisjointFrom(two) ? yes : no;
    };
  }
  const translated = ours === theirs ? undefined : translation(theirs, ours);
  return (left, right) => {
    const [number, other] = [numberOf(left, ours), numberOf(right, theirs)];
    return number !== 0 && other !== 0 && number === (translated ? translated[other] : other) ? yes : no;
  };
}

/** Keys of all rows: several slots a row for lists, and where what is the same stands in different columns. */
function ruleOf(name: string, equals: readonly Equal[], rows: PairRows): Rule {
  const { size } = rows;
  let slots: Words[] = [words32(size).fill(1)];
  const isCrossed = equals.some(({ ours, theirs }) => ours !== theirs);
  if (isCrossed) slots = [words32(size).fill(1), words32(size).fill(1)];
  for (const { ours, theirs, isExploded } of equals) {
    const together = numberPairs();
    if (isExploded) {
      const items = itemSlots(ours, rows, name);
      slots = slots.flatMap((slot) => items.map((item) => joined(slot, item, together)));
      continue;
    }
    const own = rows.codesOf(ours);
    slots = slots.map((slot, at) => {
      if (ours === theirs || at < slots.length / 2) return joined(slot, own, together);
      const numbers = translation(theirs, ours);
      const other = rows.codesOf(theirs);
      const codes = words32(size);
      for (let row = 0; row < size; row += 1)
        codes[row] = other[row] === 0 ? 0 : (numbers[other[row] as number] as number);
      return joined(slot, codes, together);
    });
  }
  const codes = words32(size * slots.length);
  for (const [slot, own] of slots.entries()) codes.set(own, slot * size);
  const sorted = sortedRows(codes);
  let pairs = 0;
  for (let start = 0; start < sorted.rows.length; start = sorted.ends[start] as number) {
    const length = (sorted.ends[start] as number) - start;
    pairs += (length * (length - 1)) / 2;
  }
  return { keys: equals.map(({ ours }) => String(ours.slot)), sorted, pairs, left: 0 };
}

/** Two keys in one, exactly; 0 where either is missing. */
function joined(first: Words, second: Words, together: { of(first: number, second: number): number }): Words {
  const codes = words32(first.length);
  for (let row = 0; row < first.length; row += 1)
    if (first[row] !== 0 && second[row] !== 0) codes[row] = together.of(first[row] as number, second[row] as number);
  return codes;
}

/** The items of each row's list, the first in the first slot. */
function itemSlots(cell: Cell, rows: PairRows, rule: string): Words[] {
  const numbers = new Map<string, number>();
  const lists = cell.values.map((value) =>
    [...new Set(Array.isArray(value) ? (value as readonly string[]) : [])].map((item) => {
      const number = numbers.get(item) ?? numbers.size + 1;
      numbers.set(item, number);
      return number;
    }),
  );
  const most = lists.reduce((longest, { length }) => Math.max(longest, length), 1);
  if (most * rows.size > mostEntries)
    throw new KenningError('too-large', `The blocking rule ${rule.slice(0, 200)} explodes a list of ${most} items.`);
  const codes = rows.codesOf(cell);
  return Array.from({ length: most }, (_, at) => {
    const slot = words32(rows.size);
    for (let row = 0; row < rows.size; row += 1) slot[row] = lists[codes[row] as number]?.[at] ?? 0;
    return slot;
  });
}
