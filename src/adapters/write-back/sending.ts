import type { Context } from '../../core/context.js';
import { KenningError } from '../../core/errors.js';
import type { Ingest } from '../../core/ingest/ingest.js';
import type { Change } from '../../core/model/change.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import type { SourceRecord } from '../../core/model/source-record.js';
import type { Delivery } from '../../core/outbox/delivery.js';
import type { Notary } from '../../core/ports.js';
import type { Permission } from '../../core/privacy/permits.js';
import type { Store, StoreReader } from '../../core/store/store.js';
import type { CrmAdapter, CrmWriteVerb } from '../crm-adapter.js';
import type { WholeFieldRule } from '../sync/fields/field-rule.js';
import type { CrmContact } from './crm-entry.js';
import type { TermsGate, TermsOptions } from './terms-gate.js';

export interface CrmDeliveryOptions extends TermsOptions {
  store: Store;
  context: Context;
  /** By names of the app's own. */
  crms: Readonly<Record<string, CrmAdapter>>;
  /** Fields that are kept in step. */
  rules?: readonly WholeFieldRule[];
  /** Takes in what a CRM shows after a write, or that a contact is gone from it. */
  intake?: { ingest: Ingest; notary: Notary; onChanges?: (changes: Change[]) => void | Promise<void> };
}

/** Why nothing was written after all: it no longer stands, or no longer belongs there. */
export interface Skipped {
  skipped: string;
}

/** One entry on its way to a CRM. */
export interface Sending extends CrmDeliveryOptions {
  crm: string;
  gate: TermsGate;
  entry: OutboxEntry;
  call: { signal: AbortSignal };
}

/** Sends what a verb is given, unless it does not stand any more. */
export function delivery<Draft, Result>(
  verb: CrmWriteVerb<Draft, Result>,
  draft: () => Promise<Draft | Skipped>,
  { call }: Sending,
): Delivery {
  const whenStanding = async (work: (draft: Draft) => Promise<Result | undefined>) => {
    const made = await draft();
    return isSkipped(made) ? made : work(made);
  };
  return {
    repeat: verb.repeat,
    send: () => whenStanding((made) => verb.send(made, call)),
    ...(verb.find && { find: () => whenStanding(async (made) => verb.find?.(made, call)) }),
  };
}

export const isSkipped = (made: unknown): made is Skipped =>
  typeof made === 'object' && made !== null && 'skipped' in made;

/** What a contact says, while it is one: not ours, and in its CRM still. */
export async function standing(store: StoreReader, { record }: CrmContact): Promise<SourceRecord | undefined> {
  const row = await store.get('records', { id: record });
  return row?.state === 'standing' ? row.data : undefined;
}

export function insist(permission: Permission): void {
  if (!permission.permitted) throw forbidden(permission);
}

export function forbidden({ term, reason }: Extract<Permission, { permitted: false }>): KenningError {
  return new KenningError('not-permitted', `The term ${term} forbids it: ${reason}`);
}
