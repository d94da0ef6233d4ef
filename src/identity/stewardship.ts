import type { Context } from '../core/context.js';
import { KenningError } from '../core/errors.js';
import { appendChanges } from '../core/ingest/append-changes.js';
import { cleanText } from '../core/ingest/clean-text.js';
import type { Change, ChangeBody } from '../core/model/change.js';
import type { Customer } from '../core/model/customer.js';
import type { Decision } from '../core/model/decision.js';
import type { DecisionId, RecordId } from '../core/model/id.js';
import { type Attributes, attributes as attributesSchema } from '../core/model/party.js';
import type { Review } from '../core/model/review.js';
import { problemIn } from '../core/problem-in.js';
import type { Store, StoreReader, StoreTransaction } from '../core/store/store.js';
import { banned, customerOf, membersOf, recordsOfCustomer } from './cluster.js';
import { viewOf } from './customer.js';
import { edit, editKey } from './edit.js';
import type { SurvivorshipRules } from './golden-record.js';
import { ban, join, unban } from './join.js';
import { decisionOf } from './ledger.js';
import { closeReview, reviewId } from './review.js';
import { takeBack } from './take-back.js';
import { type Unmerged, unmerge } from './unmerge.js';
import { vetoBetween } from './veto.js';

/** Who decides, and why. */
export interface ByPerson {
  by: string;
  reason?: string;
}

/** What a merge would change. */
export interface MergePreview {
  /** The customer as it would be. */
  after: Customer;
  before: [Customer, Customer];
  /** Fields of the golden record that would say something else for either. */
  changed: string[];
  /** What speaks against it: a ban stops a merge, a veto only machines. */
  obstacles: ('ban' | 'veto' | 'own')[];
}

/** What people decide about who is who. Every act is a decision in the ledger and can be undone. */
export interface Stewardship {
  preview(a: RecordId, b: RecordId): Promise<MergePreview>;
  merge(
    a: RecordId,
    b: RecordId,
    person: ByPerson,
  ): Promise<{ customer: RecordId; decision?: Decision; changes: Change[] }>;
  unmerge(of: DecisionId, person: ByPerson): Promise<Unmerged & { changes: Change[] }>;
  /** Pairs that wait for a person's word. */
  reviews(options?: { limit?: number; after?: string }): Promise<Review[]>;
  /** Answers a review: a link or a ban. */
  answer(review: string, same: boolean, person: ByPerson): Promise<Change[]>;
  /** Takes an answer back, without a ban, and opens the review again. */
  takeBack(review: string, person: ByPerson): Promise<Change[]>;
  /** Says that two are not one and never shall be: no machine and no merge brings them together until it is lifted. */
  ban(a: RecordId, b: RecordId, person: ByPerson): Promise<Decision>;
  /** Lifts a ban. */
  unban(of: DecisionId, person: ByPerson): Promise<Decision>;
  /**
   * Says something better of a customer than its sources do. The word is kept beside the record that was born with this id
   * and goes with it in a split; it goes before every source's in the golden record.
   */
  edit(of: RecordId, attributes: Attributes, person: ByPerson): Promise<Change[]>;
}

const version = 'human';

export function stewardship(store: Store, context: Context, rules?: SurvivorshipRules): Stewardship {
  const within = async (work: (transaction: StoreTransaction) => Promise<ChangeBody[]>): Promise<Change[]> =>
    store.transaction(async (transaction) => appendChanges(transaction, context, await work(transaction)));
  const head = ({ by, reason }: ByPerson) => ({
    by: { type: 'human' as const, name: checkName(by) },
    version,
    evidence: [{ type: 'human' as const, field: 'decision', level: 'said so' }],
    ...(reason && { reason }),
  });

  return {
    async preview(a, b) {
      const [left, right] = [await sideOf(store, a, rules), await sideOf(store, b, rules)];
      const obstacles: MergePreview['obstacles'] = [];
      if (await banned(store, left.members, right.members)) obstacles.push('ban');
      if (vetoBetween(left.customer.records, right.customer.records)) obstacles.push('veto');
      if (left.customer.own || right.customer.own) obstacles.push('own');
      const one = left.customer.id === right.customer.id;
      const records = one ? left.customer.records : [...left.customer.records, ...right.customer.records];
      const after = viewOf(left.customer.id < right.customer.id ? left.customer.id : right.customer.id, records, rules);
      return {
        before: [left.customer, right.customer],
        after,
        changed: changedFields(left.customer, right.customer, after),
        obstacles,
      };
    },
    async merge(a, b, person) {
      let customer = a;
      let decision: Decision | undefined;
      const changes = await within(async (transaction) => {
        await transaction.lockLedger();
        for (const id of [a, b])
          if ((await transaction.get('records', { id }))?.state === 'own')
            throw new KenningError('invalid', `${id} is our own account; it is nobody's customer and is not merged.`);
        const joined = await join(transaction, context, { ...head(person), a, b });
        if (joined.held)
          throw new KenningError('conflict', `${a} and ${b} were banned from each other. Lift the ban first.`);
        await closeReview(transaction, reviewId(a, b), 'accepted', person.by);
        ({ customer, decision } = joined);
        return joined.changes;
      });
      return { customer, changes, ...(decision && { decision }) };
    },
    async unmerge(of, person) {
      let result: Unmerged = { changes: [], stillJoinedBy: [] };
      const changes = await within(async (transaction) => {
        result = await unmerge(transaction, context, { of, ...head(person) });
        return result.changes;
      });
      return { ...result, changes };
    },
    async reviews({ limit = 50, after } = {}) {
      const where = { state: 'open' as const };
      const rows = await store.list('reviews', 'byState', { where, limit, ...(after && { after: { id: after } }) });
      return rows.map(({ data }) => data);
    },
    answer: (review, same, person) =>
      within(async (transaction) => {
        await transaction.lockLedger();
        const row = await transaction.get('reviews', { id: review });
        if (row?.state !== 'open') throw new KenningError('not-found', `There is no open review ${review}.`);
        const { a, b } = row;
        await closeReview(transaction, review, same ? 'accepted' : 'refused', person.by);
        if (!same) {
          await ban(transaction, context, { ...head(person), left: [a], right: [b] });
          return [];
        }
        const joined = await join(transaction, context, { ...head(person), a, b });
        if (joined.held)
          throw new KenningError('conflict', `${a} and ${b} were banned from each other. Lift the ban first.`);
        return joined.changes;
      }),
    takeBack: (review, person) => within((transaction) => takeBack(transaction, context, { review, ...head(person) })),
    ban: (a, b, person) =>
      store.transaction(async (transaction) => {
        await transaction.lockLedger();
        const [left, right] = [await customerOf(transaction, a), await customerOf(transaction, b)];
        if (!left || !right) throw new KenningError('not-found', `There is no record ${left ? b : a}.`);
        if (left === right)
          throw new KenningError('conflict', `${a} and ${b} are one customer. Unmerge the link between them instead.`);
        await closeReview(transaction, reviewId(a, b), 'refused', person.by);
        return ban(transaction, context, { ...head(person), left: [a], right: [b] });
      }),
    unban: (of, person) =>
      store.transaction(async (transaction) => {
        await transaction.lockLedger();
        const decision = await decisionOf(transaction, of);
        if (decision.kind !== 'ban')
          throw new KenningError(
            'invalid',
            `Decision ${of} is of the kind ${decision.kind}; only a ban can be lifted.`,
          );
        return unban(transaction, context, { ...head(person), of });
      }),
    edit: (of, attributes, person) =>
      store.transaction(async (transaction) => {
        const said = readAttributes(attributes);
        const { by } = head(person);
        await transaction.lock(() => [editKey(of)]);
        return appendChanges(
          transaction,
          context,
          await edit(transaction, context, { of, attributes: said, by, version }),
        );
      }),
  };
}

function readAttributes(said: Attributes): Attributes {
  const parsed = attributesSchema.safeParse(cleanText(said));
  if (parsed.error) throw new KenningError('invalid', `edit(): ${problemIn(parsed.error)}.`);
  const unknown = Object.keys(said).find((field) => !Object.hasOwn(parsed.data ?? {}, field));
  if (unknown) throw new KenningError('invalid', `edit(): there is no field "${unknown}". Put it under custom.`);
  return parsed.data as Attributes;
}

function checkName(by: string): string {
  if (typeof by !== 'string' || by.trim() === '')
    throw new KenningError(
      'invalid',
      'Say who decides: { by: "name" }. A decision without an author can not be weighed.',
    );
  return by;
}

async function sideOf(
  store: StoreReader,
  id: RecordId,
  rules?: SurvivorshipRules,
): Promise<{ customer: Customer; members: RecordId[] }> {
  const name = await customerOf(store, id);
  const members = name ? await membersOf(store, name) : [];
  const records = await recordsOfCustomer(store, members);
  if (!name || records.length === 0)
    throw new KenningError('not-found', `There is no customer ${id}, or it was erased.`);
  return { customer: viewOf(name, records, rules), members };
}

function changedFields(left: Customer, right: Customer, after: Customer): string[] {
  const value = (customer: Customer, field: string) =>
    JSON.stringify((customer.golden.attributes as Record<string, unknown>)[field]);
  return Object.keys(after.golden.attributes).filter(
    (field) => value(left, field) !== value(after, field) || value(right, field) !== value(after, field),
  );
}
