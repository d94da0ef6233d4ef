import { instantOf } from '../../core/clock.js';
import { KenningError } from '../../core/errors.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import type { Approval } from '../../core/model/strategy.js';
import { approvalsOf, isApproved } from '../../core/outbox/approvals.js';
import { auditChannelOf } from '../../core/outbox/audit.js';
import { decideEntry } from '../../core/outbox/change-entry.js';
import { cancel, decide, expectState, type Guard, release, settle } from '../../core/outbox/decide.js';
import { policyOf } from '../../core/strategy/policy.js';
import { isSamePerson } from './actor.js';
import { engagementLocks } from './engagement-locks.js';
import type { Desk } from './engagement-options.js';
import { intentOf } from './intent.js';
import { noteRefusal } from './note-refusal.js';
import { measuredKpis, openGate } from './open-gate.js';
import { refusalError, refuse } from './refusal.js';

interface Decision {
  ids: readonly string[];
  by: string;
}

/** What people decide about entries that wait. What goes out by it passes the gate of the moment. */
export interface WordOfAPerson {
  approve(decision: { id: string; by: string }): Promise<OutboxEntry>;
  release(decision: Decision): Promise<OutboxEntry[]>;
  settle(decision: Decision & { as: 'done' | 'pending' | 'cancelled' }): Promise<OutboxEntry[]>;
  cancel(decision: Decision): Promise<OutboxEntry[]>;
}

export function wordOfAPerson(desk: Desk): WordOfAPerson {
  const { store, context } = desk;

  /** Does something under the gate; a refusal goes into the audit. */
  async function guarded<Result>(act: string, by: string, work: (guard: Guard) => Promise<Result>): Promise<Result> {
    const kpis = await measuredKpis(desk);
    let asked: OutboxEntry | undefined;
    const guard: Guard = {
      locks(entry) {
        asked = entry;
        const intent = intentOf(entry);
        return intent ? engagementLocks(intent) : [];
      },
      async check(transaction, entry) {
        asked = entry;
        const intent = intentOf(entry);
        if (intent) await openGate(desk, transaction, intent, { kpis, moment: 'released' });
      },
    };
    const refused = () => ({
      by,
      act,
      channel: auditChannelOf(asked?.target ?? '*'),
      ...(asked && { key: asked.key, entry: asked.id }),
    });
    return noteRefusal(desk, refused, () => work(guard));
  }

  return {
    approve: ({ id, by }) =>
      guarded('approve', by, async (guard) => {
        const [entry] = await decide(store, { ids: [id], by, guard }, async (transaction, row) => {
          expectState(row, ['held']);
          const approvals = approvalsOf(row.data);
          if (!approvals || isApproved(row.data))
            throw new KenningError('conflict', `The draft ${id} needs no approval; release or cancel it.`);
          const author = intentOf(row.data)?.by;
          if (author?.type !== 'machine' && isSamePerson(author?.name ?? row.data.by, by))
            throw refusalError(refuse('approval', `${by} wrote this draft; another person must approve it.`));
          if (approvals.given.some((earlier) => isSamePerson(earlier.by, by))) return row.data;
          const needed = Math.max(approvals.needed, (await policyOf(transaction)).approvals);
          const given: Approval[] = [...approvals.given, { draft: id, by, at: instantOf(context.clock) }];
          const payload = { ...(row.data.payload as object), approvals: { needed, given } };
          const goesOut = given.length >= needed;
          if (goesOut) await guard.check(transaction, row.data);
          const { problem } = row.data;
          const change = goesOut
            ? { state: 'pending' as const, payload }
            : { state: 'held' as const, payload, ...(problem !== undefined && { problem }) };
          return decideEntry(transaction, context, row, { act: 'approve', by, change });
        });
        return entry as OutboxEntry;
      }),
    release: (decision) => guarded('release', decision.by, (guard) => release(store, context, { ...decision, guard })),
    settle: (decision) => guarded('settle', decision.by, (guard) => settle(store, context, { ...decision, guard })),
    cancel: (decision) => cancel(store, context, decision),
  };
}
