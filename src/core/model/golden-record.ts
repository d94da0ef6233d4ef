import { z } from 'zod';
import { type RecordId, recordId } from './id.js';
import { type Identifier, identifier } from './identifier.js';
import { type Instant, instant } from './instant.js';
import { type Attributes, attributes } from './party.js';

/** Where a field of a golden record comes from, and by which rule it won. */
export interface Provenance {
  record: RecordId;
  source: string;
  observedAt: Instant;
  rule: string;
}

/** The best that a cluster's records say together. Computed, never written. */
export interface GoldenRecord {
  attributes: Attributes;
  /** All identifiers of all records, each once. */
  identifiers: (Identifier & { records: RecordId[] })[];
  /** By attribute name; for `address` as a whole. */
  provenance: Record<string, Provenance>;
}

export const provenance: z.ZodType<Provenance> = z.object({
  record: recordId,
  source: z.string(),
  observedAt: instant,
  rule: z.string(),
});

export const goldenRecord: z.ZodType<GoldenRecord> = z.object({
  attributes,
  identifiers: z.array(z.intersection(identifier, z.object({ records: z.array(recordId) }))),
  provenance: z.record(z.string(), provenance),
});
