import { z } from 'zod';
import { appendChanges } from '../../core/ingest/append-changes.js';
import { recordLock } from '../../core/ingest/lock-all.js';
import { recordOf } from '../../core/ingest/write-record.js';
import type { Change } from '../../core/model/change.js';
import { type SourceRef, sourceRef } from '../../core/model/source-ref.js';
import type { Notary } from '../../core/ports.js';
import { everyPage } from '../../core/store/every-page.js';
import { type Registry, retireWithin } from './retire.js';

export interface Joining extends Registry {
  notary: Notary;
  /** The app's name of the CRM. */
  crm: string;
  source: string;
}

/** Two contacts of a CRM that it says are one: `from` is gone there, `into` stays. */
export interface JoinedThere {
  into: SourceRef;
  from: SourceRef;
}

const waiting: z.ZodType<JoinedThere> = z.object({ into: sourceRef, from: sourceRef });
const prefixOf = (source: string) => `crm ${source} merged `;

/**
 * Makes a merge in a CRM a decision of the ledger, and retires the contact that it gave up. When the contact that stays is
 * not known yet, the merge waits for it.
 */
export async function joinContacts(joining: Joining, { into, from }: JoinedThere): Promise<Change[]> {
  const { store, context, notary, crm, source } = joining;
  return store.transaction(async (transaction) => {
    await transaction.lock(() => [recordLock(into), recordLock(from)]);
    await transaction.lockLedger();
    const [loser, winner] = [await recordOf(transaction, from), await recordOf(transaction, into)];
    // Whom we never knew, nobody need be told of.
    if (!loser) return [];
    const name = prefixOf(source) + from.externalId;
    if (!winner) {
      await transaction.put('checkpoints', { name, data: { into, from } });
      return [];
    }
    await transaction.remove('checkpoints', { name });
    const bodies = await retireWithin(transaction, from);
    bodies.push(...(await notary.join(transaction, { into: winner, from: loser }, { crm, because: 'merged there' })));
    return appendChanges(transaction, context, bodies);
  });
}

/** Merges that wait for the contact that stays, of which some may be known by now. */
export async function joinWaiting(joining: Joining): Promise<Change[]> {
  const { store, source } = joining;
  const prefix = prefixOf(source);
  const changes: Change[] = [];
  for await (const rows of everyPage(store, 'checkpoints', 'all', {}, { from: { name: prefix } })) {
    for (const { name, data } of rows) {
      if (!name.startsWith(prefix)) return changes;
      const pair = waiting.safeParse(data).data;
      if (pair && (await recordOf(store, pair.into))) changes.push(...(await joinContacts(joining, pair)));
    }
  }
  return changes;
}
