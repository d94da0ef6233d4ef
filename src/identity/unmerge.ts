import type { Context } from '../core/context.js';
import { KenningError } from '../core/errors.js';
import type { ChangeBody } from '../core/model/change.js';
import { type Decision, type DecisionAuthor, isLasting } from '../core/model/decision.js';
import type { DecisionId, RecordId } from '../core/model/id.js';
import type { StoreTransaction } from '../core/store/store.js';
import { customerOf, edgesOf, membersOf } from './cluster.js';
import { components, find } from './components.js';
import { ban, unjoin } from './join.js';
import { decisionOf } from './ledger.js';
import { openReview } from './review.js';

export interface Unmerged {
  changes: ChangeBody[];
  /** Links of people or earlier ones that hold the two together still. */
  stillJoinedBy: DecisionId[];
}

type Link = { decision: DecisionId; a: RecordId; b: RecordId; sequence: number; author: DecisionAuthor['type'] };

/**
 * Undoes one link without loss: takes it away with every later link of a machine across its two sides, and bans
 * the sides. What joined since stays with the record whose link brought it in; where that fits both sides as well, a
 * person is asked. Interactions are not touched, since they name records and never customers.
 *
 * @throws `conflict` when the link does not stand, or when later links of people cross the sides.
 */
export async function unmerge(
  transaction: StoreTransaction,
  context: Context,
  options: { of: DecisionId; by: DecisionAuthor; version: string; reason?: string },
): Promise<Unmerged> {
  await transaction.lockLedger();
  const { links, link } = await standing(transaction, options.of);
  const sides = sidesOf(links, link);
  const head = {
    by: options.by,
    version: options.version,
    evidence: [],
    ...(options.reason && { reason: options.reason }),
  };
  if (!sides) return { changes: await unjoin(transaction, context, [link], head), stillJoinedBy: holding(links, link) };

  const people = sides.crossing.filter((crossing) => isLasting(crossing.author));
  if (people.length > 0)
    throw new KenningError(
      'conflict',
      `People have linked the two sides since, and machines do not undo that. Unmerge first: ${people.map((crossing) => crossing.decision).join(', ')}.`,
    );
  const changes = await unjoin(transaction, context, [link, ...sides.crossing], head);
  await ban(transaction, context, { ...head, left: sides.left, right: sides.right });
  changes.push(...(await askAboutTies(transaction, context, sides)));
  return { changes, stillJoinedBy: [] };
}

async function standing(transaction: StoreTransaction, of: DecisionId): Promise<{ links: Link[]; link: Link }> {
  const decision = await decisionOf(transaction, of);
  if (decision.kind !== 'link')
    throw new KenningError('invalid', `Decision ${of} is of the kind ${decision.kind}; only a link can be unmerged.`);
  const customer = await customerOf(transaction, decision.a);
  const links = customer ? await edgesOf(transaction, await membersOf(transaction, customer)) : [];
  const link = links.find((candidate) => candidate.decision === of);
  if (!link)
    throw new KenningError(
      'conflict',
      `The link ${of} does not stand: it was undone before, or was blocked from the start.`,
    );
  return { links, link };
}

interface Sides {
  /** The records of either side when the link was made. */
  left: RecordId[];
  right: RecordId[];
  /** Later links from one side, with what joined it, to the other. */
  crossing: Link[];
  /** Later links that brought records in, and to which side. */
  brought: { link: Link; side: 'left' | 'right' }[];
  sideOf: (record: RecordId) => 'left' | 'right' | undefined;
}

/** Finds the two sides of a link by going through the links in ledger order; undefined when earlier links join them. */
function sidesOf(links: Link[], link: Link): Sides | undefined {
  const records = [...new Set(links.flatMap(({ a, b }) => [a, b]))];
  const earlier = links.filter(({ sequence }) => sequence < link.sequence);
  const groups = components(records, earlier);
  const left = groups.find((group) => group.includes(link.a)) ?? [link.a];
  const right = groups.find((group) => group.includes(link.b)) ?? [link.b];
  if (left === right || left.includes(link.b)) return undefined;

  const parents = new Map<RecordId, RecordId>();
  for (const group of groups) for (const record of group) parents.set(record, group[0] as RecordId);
  const side = new Map<RecordId, 'left' | 'right'>([
    [find(parents, link.a), 'left'],
    [find(parents, link.b), 'right'],
  ]);
  const crossing: Link[] = [];
  const brought: Sides['brought'] = [];
  for (const later of links) {
    if (later.sequence <= link.sequence) continue;
    const a = find(parents, later.a);
    const b = find(parents, later.b);
    if (a === b) continue;
    const [sideOfA, sideOfB] = [side.get(a), side.get(b)];
    if (sideOfA && sideOfB && sideOfA !== sideOfB) {
      crossing.push(later);
      continue;
    }
    const joined = sideOfA ?? sideOfB;
    parents.set(a, b);
    side.delete(a);
    if (joined) {
      side.set(b, joined);
      brought.push({ link: later, side: joined });
    }
  }
  return {
    left,
    right,
    crossing,
    brought,
    sideOf: (record) => (parents.has(record) ? side.get(find(parents, record)) : undefined),
  };
}

function holding(links: Link[], link: Link): DecisionId[] {
  return links.filter(({ sequence }) => sequence < link.sequence).map(({ decision }) => decision);
}

async function askAboutTies(transaction: StoreTransaction, context: Context, sides: Sides): Promise<ChangeBody[]> {
  const changes: ChangeBody[] = [];
  for (const { link, side } of sides.brought) {
    const decision = (await decisionOf(transaction, link.decision)) as Extract<Decision, { kind: 'link' }>;
    const other = decision.alsoNear?.find((record) => {
      const near = sides.sideOf(record);
      return near !== undefined && near !== side;
    });
    if (!other) continue;
    const record = decision.alsoNear?.includes(decision.a) ? decision.b : decision.a;
    const review = await openReview(transaction, context, {
      a: record,
      b: other,
      because: 'tie',
      probability: decision.probability ?? 0.5,
      evidence: decision.evidence,
      version: decision.version,
    });
    if (review) changes.push({ type: 'review', review });
  }
  return changes;
}
