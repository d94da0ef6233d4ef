import { z } from 'zod';
import { type Instant, instant } from './instant.js';
import { type Scope, scope } from './scope.js';

/** What an identifier is. The listed kinds have rules of their own; an app may add others. */
export type IdentifierKind = 'email' | 'phone' | 'account-id' | 'handle' | 'url' | 'domain' | 'crm-id' | (string & {});

/**
 * Something that names a person or organization, and where it does so.
 *
 * Stable ids (`account-id`, `crm-id`, `email`, `phone`) identify; a `handle` may change hands and only hints.
 */
export interface Identifier {
  kind: IdentifierKind;
  /** `''` for what is valid everywhere (an e-mail address), else the network or realm that gave it out. */
  scope: Scope;
  value: string;
  /** Who checked that it belongs to this record, such as `network`, `crm` or `dns`; absent when nobody did. */
  verifiedBy?: string;
  validFrom?: Instant;
  validUntil?: Instant;
}

export const identifier: z.ZodType<Identifier> = z.object({
  kind: z.string().min(1).max(50),
  scope,
  value: z.string().min(1).max(2000),
  verifiedBy: z.string().min(1).max(200).optional(),
  validFrom: instant.optional(),
  validUntil: instant.optional(),
});
