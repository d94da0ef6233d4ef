import { z } from 'zod';
import { fitsIn } from '../text/fits-in.js';
import { type Scope, scope } from './scope.js';

/** Names one source record by the system it comes from: a network's account, a CRM's contact. */
export interface SourceRef {
  /** The system, as a scope: `bluesky`, `email`, `csv/contacts`, `human`. */
  source: Scope;
  /** That system's stable id of it. For e-mail and phone, the address or number itself. */
  externalId: string;
}

export const sourceRef: z.ZodType<SourceRef> = z.object({
  source: scope,
  externalId: z.string().min(1).max(1000).refine(fitsIn(2000), 'takes more than 2,000 bytes'),
});
