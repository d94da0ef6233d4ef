import type { FieldState, FieldValue } from '../../../core/model/field-state.js';
import type { RecordId } from '../../../core/model/id.js';
import type { Instant } from '../../../core/model/instant.js';
import type { WholeFieldRule } from './field-rule.js';
import { isAlike, isEmpty, sameValue, unionOf } from './field-values.js';

/** A field of one contact, or what a person edited here. */
export interface Side {
  /** `person` for an edit. */
  crm: string;
  record: RecordId;
  value: FieldValue;
  /** When the record was last changed. */
  at: Instant;
  state?: FieldState;
}

/** What becomes of a field: the states of its sides, what is to be written, and whether a person must decide. */
export interface Decided {
  sides: { side: Side; state: FieldState; write?: FieldValue }[];
  conflict?: 'differ' | 'both-changed';
}

export const person = 'person';

/** A CRM's clock is at most so far from ours, and its own work on what was written takes no longer. */
const settleMs = 120_000;

/** Works out from what the sides say, and what they said when they were last in step, what each shall say. Pure. */
export function decideField(rule: WholeFieldRule, given: readonly Side[]): Decided {
  const sides = given.map(seen).map(meant);
  const isNew = sides.some(({ state }) => state === undefined);
  const speaking = sides.filter((side) => side.crm === person || rule.from.includes(side.crm));
  const changed = speaking.filter((side) => (isNew ? !isEmpty(side.value) : isChanged(side, rule)));
  const winner = pick(rule, speaking, changed);
  if (winner === 'conflict') {
    const conflict = sides.every(({ state }) => state === undefined) ? 'differ' : 'both-changed';
    return { sides: sides.flatMap((side) => (side.state ? [{ side, state: side.state }] : [])), conflict };
  }
  return {
    sides: sides.map((side) => {
      const { want, ...rest } = side.state ?? {};
      const value = winner === undefined ? undefined : valueFor(rule, side, winner);
      // What was wanted before and is not any more is not written.
      const stands =
        want && (winner === undefined || (sameValue(want.value, winner) && !sameValue(side.value, winner)));
      const state: FieldState = { ...rest, settled: side.value, ...(stands && { want }) };
      return value === undefined ? { side, state } : { side, state, write: value };
    }),
  };
}

/** A side, and what was meant by what it says: where a CRM has made something of what we wrote, what we wrote. */
type Meant = Side & { means: FieldValue };

function meant(side: Side): Meant {
  const { gave } = side.state ?? {};
  const isOurs = gave?.got !== undefined && sameValue(gave.got, side.value);
  return { ...side, means: isOurs ? gave.value : side.value };
}

/** A side as it is now, with what it says because we wrote it. */
function seen(side: Side): Side {
  const { state, value, at } = side;
  if (!state?.gave) return side;
  const { gave } = state;
  // The contact was not read since.
  if (at === gave.over)
    return { ...side, value: gave.got ?? gave.value, state: { ...state, settled: gave.got ?? gave.value } };
  if (gave.got !== undefined || sameValue(value, state.settled)) return side;
  const isEcho =
    sameValue(value, gave.value) ||
    isAlike(value, gave.value) ||
    Math.abs(Date.parse(at) - Date.parse(gave.at)) <= settleMs;
  return isEcho ? { ...side, state: { ...state, settled: value, gave: { ...gave, got: value } } } : side;
}

function isChanged({ value, state }: Side, { clears }: WholeFieldRule): boolean {
  if (sameValue(value, state?.settled)) return false;
  return clears || !isEmpty(value);
}

/** The value that all shall say; undefined when nothing is to be done. */
function pick(
  rule: WholeFieldRule,
  speaking: readonly Meant[],
  changed: readonly Meant[],
): FieldValue | 'conflict' | undefined {
  const { wins, from } = rule;
  if (wins === 'union') return unionOf(speaking.map(({ means }) => means));
  if (wins === 'never-overwrite') {
    const places = [person, ...from];
    const full = speaking.filter(({ value }) => !isEmpty(value));
    return full.sort((left, right) => places.indexOf(left.crm) - places.indexOf(right.crm))[0]?.means;
  }
  const first = typeof wins === 'object' ? wins.crm : wins === 'person' ? person : undefined;
  const word = speaking.find(({ crm, value }) => crm === first && !isEmpty(value));
  if (word) return word.means;
  const [one, ...others] = changed;
  if (!one) return undefined;
  if (others.every(({ means }) => sameValue(means, one.means))) return one.means;
  if (wins === 'person') return 'conflict';
  const latest = [...changed].sort((left, right) => (left.at < right.at ? 1 : left.at > right.at ? -1 : 0));
  const [last, before] = latest as [Meant, Meant];
  return last.at === before.at && !sameValue(last.means, before.means) ? 'conflict' : last.means;
}

/** What is to be written to a side; undefined when it says so, or has made of it what it says. */
function valueFor(rule: WholeFieldRule, { crm, value, state }: Side, wanted: FieldValue): FieldValue | undefined {
  if (crm === person || !rule.to.includes(crm) || sameValue(value, wanted)) return undefined;
  if (rule.wins === 'never-overwrite' && !isEmpty(value)) return undefined;
  if (isEmpty(wanted) && !rule.clears) return undefined;
  const { gave, want } = state ?? {};
  if (gave && sameValue(gave.value, wanted) && sameValue(gave.got ?? gave.value, value)) return undefined;
  if (want && sameValue(want.value, wanted)) return undefined;
  return wanted;
}
