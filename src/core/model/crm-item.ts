import { z } from 'zod';
import { type Instant, instant } from './instant.js';
import { type Scope, scope } from './scope.js';
import { type SourceRef, sourceRef } from './source-ref.js';

/** A case or a deal as its CRM has it. */
export interface CrmItem {
  kind: 'case' | 'deal';
  /** The CRM's scope. */
  source: Scope;
  externalId: string;
  state: 'open' | 'waiting' | 'closed' | 'won' | 'lost' | 'removed';
  /** The CRM's own word for its state: `Escalated`, `Negotiation`. */
  status: string;
  title: string;
  /** The contacts and the organization that it is about. */
  parties: SourceRef[];
  /** The key with which we opened it. */
  key?: string;
  /** Of a deal; `currency` is ISO 4217. */
  amount?: { value: number; currency?: string };
  owner?: string;
  priority?: string;
  openedAt: Instant;
  closedAt?: Instant;
  changedAt: Instant;
  permalink?: string;
}

export const crmItem: z.ZodType<CrmItem> = z.object({
  kind: z.enum(['case', 'deal']),
  source: scope,
  externalId: z.string().min(1).max(1000),
  state: z.enum(['open', 'waiting', 'closed', 'won', 'lost', 'removed']),
  status: z.string().max(1000),
  title: z.string().max(10_000),
  parties: z.array(sourceRef).max(1000),
  key: z.string().max(500).optional(),
  amount: z.object({ value: z.number(), currency: z.string().max(10).optional() }).optional(),
  owner: z.string().max(1000).optional(),
  priority: z.string().max(1000).optional(),
  openedAt: instant,
  closedAt: instant.optional(),
  changedAt: instant,
  permalink: z.string().max(4000).optional(),
});
