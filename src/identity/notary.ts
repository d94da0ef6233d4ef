import type { Context } from '../core/context.js';
import type { Notary } from '../core/ports.js';
import { join } from './join.js';
import { decisionsOf } from './ledger.js';

/** Writes into the ledger what CRMs have decided, each thing once. */
export function notary(context: Context): Notary {
  return {
    async join(transaction, { into, from }, { crm, because }) {
      await transaction.lockLedger();
      const by = { type: 'crm' as const, name: crm };
      for (const decision of await decisionsOf(transaction, [from])) {
        if (decision.kind !== 'link' || decision.by.type !== 'crm' || decision.by.name !== crm) continue;
        if ([decision.a, decision.b].includes(into)) return [];
      }
      const evidence = [{ type: 'proof' as const, field: 'crm', level: because }];
      return (await join(transaction, context, { by, version: 'crm', evidence, a: into, b: from })).changes;
    },
  };
}
