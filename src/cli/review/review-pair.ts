import type { Customer } from '../../core/model/customer.js';
import type { Review } from '../../core/model/review.js';
import type { Kenning } from '../../kenning-contract.js';
import { oneLine } from '../commands/describe.js';
import { markDifferences, type Piece } from './mark-differences.js';
import type { Ranked, Size } from './review-queue.js';
import { type Waterfall, waterfall } from './waterfall.js';

/** One field of both: a value a line, each with what the other side does not say. */
export interface Row {
  field: string;
  left: Piece[][];
  right: Piece[][];
}

/** A pair as a person is shown it: plain data, cleaned of what would move a cursor or turn the direction of writing. */
export interface ReviewPair {
  id: string;
  because: Review['because'];
  probability: number;
  sizes: [Size, Size];
  rows: Row[];
  waterfall: Waterfall;
}

/** Everything that a person needs to decide on a pair; undefined when one of the two is not there any more. */
export async function reviewPair(app: Kenning, { review, sizes }: Ranked): Promise<ReviewPair | undefined> {
  const [left, right] = [await app.customer(review.a), await app.customer(review.b)];
  if (!left || !right || left === 'erased' || right === 'erased') return undefined;
  const why = await app.why(review.a, review.b);
  const today = why?.today?.weight;
  const evidence = why ? [...why.for, ...why.against] : [];
  return {
    id: review.id,
    because: review.because,
    probability: why?.today?.probability ?? review.probability,
    sizes,
    rows: rowsOf(await valuesOf(app, left), await valuesOf(app, right)),
    waterfall: evidence.length > 0 ? waterfall(evidence, today) : waterfall(review.evidence),
  };
}

type Values = Map<string, string[]>;

async function valuesOf(app: Kenning, { id, golden, records }: Customer): Promise<Values> {
  const values: Values = new Map();
  const add = (field: string, value: string) => {
    const shown = oneLine(value, 400);
    const known = values.get(field) ?? [];
    // A customer with a thousand addresses is decided by the first dozen.
    if (shown !== '' && !known.includes(shown) && known.length < 12) values.set(field, [...known, shown]);
  };
  for (const [field, value] of Object.entries(golden.attributes)) {
    if (field === 'image' || value === undefined) continue;
    if (typeof value === 'string') add(field, value);
    else if (Array.isArray(value)) for (const item of value) add(field, item);
    else if (field === 'address') add(field, Object.values(value).join(', '));
    else for (const [name, text] of Object.entries(value)) add(oneLine(name, 40), String(text));
  }
  for (const { kind, scope, value } of golden.identifiers) add(scope === '' ? kind : `${kind} (${scope})`, value);
  for (const { source } of records) add('source', source);
  const { entries } = await app.timeline(id, { limit: 3 });
  for (const { interaction } of entries)
    if (interaction.state !== 'removed')
      add('said', `${interaction.at.slice(0, 10)} ${interaction.content.text ?? interaction.content.title ?? ''}`);
  return values;
}

function rowsOf(left: Values, right: Values): Row[] {
  return [...new Set([...left.keys(), ...right.keys()])].map((field) => {
    const [ours, theirs] = [left.get(field) ?? [], right.get(field) ?? []];
    return {
      field,
      left: ours.map((value) => marked(value, theirs)),
      right: theirs.map((value) => marked(value, ours)),
    };
  });
}

/** A value against the nearest of the other side's; nothing is marked where the other side is silent. */
function marked(value: string, others: readonly string[]): Piece[] {
  const versions = others.map((other) => markDifferences(value, other)[0]);
  const differing = (pieces: readonly Piece[]) =>
    pieces.reduce((length, { text, differs }) => length + (differs ? text.length : 0), 0);
  const [first = [{ text: value, differs: false }], ...rest] = versions;
  return rest.reduce((best, pieces) => (differing(pieces) < differing(best) ? pieces : best), first);
}
