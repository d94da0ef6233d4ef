import type { Context } from '../../core/context.js';
import { type AuditEntry, writeAudit } from '../../core/outbox/audit.js';
import type { Store } from '../../core/store/store.js';
import { refusalOf } from './refusal.js';

/** What the audit says of something that was refused, and on which channel. */
export type Refused = Pick<AuditEntry, 'by' | 'act'> & Partial<AuditEntry> & { channel: string };

/** Does something, and writes into the audit when the gate refuses it. */
export async function noteRefusal<Result>(
  { store, context }: { store: Store; context: Context },
  refused: () => Refused,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const rule = refusalOf(error)?.rule;
    if (rule !== undefined) {
      const { channel, ...line } = refused();
      await store.transaction((transaction) =>
        writeAudit(transaction, context, channel, { ...line, outcome: 'refused', rule }),
      );
    }
    throw error;
  }
}
