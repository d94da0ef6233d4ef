import { z } from 'zod';

/**
 * Why two records may or may not be one. It names records, fields and levels and never holds their values,
 * so that erasing a value leaves the ledger whole.
 */
export interface Evidence {
  /** `proof`: checked, not guessed. `score`: a field compared. `human`: somebody said so. `veto`: it forbids. */
  type: 'proof' | 'score' | 'human' | 'veto' | 'note';
  /** What was looked at: `email`, `name`, `handle-against-name`, `verified-link`… */
  field: string;
  /** How it came out: `exact`, `close`, `different`, `both-ways`… */
  level: string;
  /** log2 of how much likelier this is for one person than for two; negative speaks against. */
  weight?: number;
}

export const evidence: z.ZodType<Evidence> = z.object({
  type: z.enum(['proof', 'score', 'human', 'veto', 'note']),
  field: z.string().min(1).max(100),
  level: z.string().min(1).max(200),
  weight: z.number().optional(),
});
