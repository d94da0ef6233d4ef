import { z } from 'zod';
import { KenningError } from '../../../core/errors.js';
import type { Interaction } from '../../../core/model/interaction.js';
import type { SourceRecord } from '../../../core/model/source-record.js';
import type { CrmAdapter } from '../../crm-adapter.js';
import type { CasePriority } from '../../write-back/crm-entry.js';

/** What is known of somebody who spoke, for rules. */
export interface AuthorFacts {
  /** What was said and made the rule be asked. */
  interaction: Interaction;
  /** The account or address by which it was said. */
  profile: SourceRecord;
  /** How often they spoke by now, and how often to us alone; counted up to 1,000. */
  said: number;
  privately: number;
  /** What analysis found that they want: values of signals of the type `intent` on what was said. */
  intents: string[];
}

/** When a rule applies: all that is given must hold. */
export interface CreateWhen {
  networks?: string[];
  /** They spoke at least so often. */
  said?: number;
  /** They spoke to us alone at least so often. */
  privately?: number;
  /** One of these intents was found in what was said. */
  intents?: string[];
}

/** Who becomes a contact or a lead, or what becomes a case, in which CRM. Nobody does without a rule. */
export interface CreateRule {
  /** Stands in the CRM as the reason, where it has a place for it. */
  name: string;
  create: 'contact' | 'lead' | 'case';
  /** The app's name of the CRM. */
  in: string;
  when: CreateWhen | ((facts: AuthorFacts) => boolean);
  /** The most a day, in all processes together. What is above it is left, and counted. */
  perDay: number;
  /** Of cases. */
  priority?: CasePriority;
}

const count = z.int().min(1).max(1000);
const when: z.ZodType<CreateWhen> = z.strictObject({
  networks: z.array(z.string().min(1)).min(1).optional(),
  said: count.optional(),
  privately: count.optional(),
  intents: z.array(z.string().min(1)).min(1).optional(),
});

export const createRule: z.ZodType<CreateRule> = z.strictObject({
  name: z.string().min(1).max(100),
  create: z.enum(['contact', 'lead', 'case']),
  in: z.string().min(1),
  when: z.union([z.custom<(facts: AuthorFacts) => boolean>((value) => typeof value === 'function'), when]),
  perDay: z.int().min(1).max(100_000),
  priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
});

const verbs = { contact: 'upsert', lead: 'createLead', case: 'openCase' } as const;

/** @throws `invalid` for a rule that is there twice or names a CRM that is not there, `unsupported` for what a CRM can not do. */
export function checkCreateRules(rules: readonly CreateRule[], crms: Readonly<Record<string, CrmAdapter>>): void {
  const names = new Set<string>();
  for (const { name, create, in: crm } of rules) {
    const adapter = Object.hasOwn(crms, crm) ? crms[crm] : undefined;
    if (names.has(name)) throw new KenningError('invalid', `The rule "${name}" is there twice.`);
    names.add(name);
    if (!adapter)
      throw new KenningError('invalid', `The rule "${name}" names the CRM "${crm}", which is not among the app's.`);
    if (!adapter[verbs[create]])
      throw new KenningError(
        'unsupported',
        `The rule "${name}" makes a ${create} in "${crm}", which its adapter can not.`,
      );
  }
}

/** Whether a rule applies. A function of the app's may throw. */
export function applies({ when: condition }: CreateRule, facts: AuthorFacts): boolean {
  if (typeof condition === 'function') return condition(facts) === true;
  const { networks, said = 0, privately = 0, intents } = condition;
  return (
    (!networks || networks.includes(facts.interaction.network)) &&
    facts.said >= said &&
    facts.privately >= privately &&
    (!intents || intents.some((intent) => facts.intents.includes(intent)))
  );
}
