import { z } from 'zod';
import { type LocalDate, localDate } from './instant.js';
import { type SourceRef, sourceRef } from './source-ref.js';

/** Who works where, as what, since when. */
export interface Affiliation {
  /** The organization's record, when it has one. */
  organization?: SourceRef;
  organizationName: string;
  title?: string;
  department?: string;
  since?: LocalDate;
  until?: LocalDate;
}

export const affiliation: z.ZodType<Affiliation> = z.object({
  organization: sourceRef.optional(),
  organizationName: z.string().min(1).max(1000),
  title: z.string().max(1000).optional(),
  department: z.string().max(1000).optional(),
  since: localDate.optional(),
  until: localDate.optional(),
});
