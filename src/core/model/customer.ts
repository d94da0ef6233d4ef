import { z } from 'zod';
import { type GoldenRecord, goldenRecord } from './golden-record.js';
import { type CustomerId, recordId } from './id.js';
import { type SourceRecord, sourceRecord } from './source-record.js';

/** What somebody is to us. */
export type CustomerStanding = 'customer' | 'prospect' | 'partner' | 'competitor' | 'press' | 'unknown' | (string & {});

/** What may be said to a customer for a purpose on a channel: the strictest word of any of its records. */
export interface EffectiveConsent {
  purpose: string;
  channel: string;
  state: 'granted' | 'denied' | 'withdrawn';
}

/** The view over a cluster of source records that the ledger says are one person or organization. */
export interface Customer {
  /** The smallest id born in it. Every other id born in it resolves to it too. */
  id: CustomerId;
  party: 'person' | 'organization';
  /** Ours: it takes part in interactions and is nobody's customer. */
  own: boolean;
  standing: CustomerStanding;
  golden: GoldenRecord;
  records: SourceRecord[];
  consent: EffectiveConsent[];
}

export const effectiveConsent: z.ZodType<EffectiveConsent> = z.object({
  purpose: z.string(),
  channel: z.string(),
  state: z.enum(['granted', 'denied', 'withdrawn']),
});

export const customer: z.ZodType<Customer> = z.object({
  id: recordId,
  party: z.enum(['person', 'organization']),
  own: z.boolean(),
  standing: z.string(),
  golden: goldenRecord,
  records: z.array(sourceRecord),
  consent: z.array(effectiveConsent),
});
