import { z } from 'zod';
import { KenningError } from '../../../core/errors.js';
import type { Attributes } from '../../../core/model/party.js';

/** Attributes that can be kept in step. */
export const attributeNames = [
  'name',
  'givenName',
  'familyName',
  'alternateNames',
  'organization',
  'title',
  'bio',
  'birthDate',
  'address',
  'location',
  'language',
  'timeZone',
  'image',
  'lifecycleStage',
] as const satisfies (keyof Attributes)[];
export type AttributeName = (typeof attributeNames)[number];

/**
 * Whose word counts where CRMs say different things:
 *
 * - `{ crm }`: that CRM's, always.
 * - `later`: what was changed last, a person's edit among it.
 * - `person`: an edit made here. Where there is none, what alone was changed; else a person is asked.
 * - `never-overwrite`: each CRM's own. Only what is empty is filled.
 * - `union`: all together, for fields of several values.
 */
export type Wins = { crm: string } | 'later' | 'person' | 'never-overwrite' | 'union';

/** A field that is kept in step among CRMs. */
export interface FieldRule {
  /** An attribute such as `title`, or a name of yours for fields that are CRMs' own. */
  field: string;
  /** What CRMs call it where it is a field of their own: `{ sales: 'tier__c', support: 'cf_tier' }`. */
  as?: Record<string, string>;
  /** Whose values go to the others, by the app's names of CRMs, the most trusted first. Defaults to all CRMs. */
  from?: string[];
  /** Where they go to. Defaults to all CRMs. */
  to?: string[];
  /** Defaults to `person`. */
  wins?: Wins;
  /** Whether what is emptied in one CRM is emptied in the others. Defaults to false. */
  clears?: boolean;
}

/** A rule with all that it left out. */
export interface WholeFieldRule extends Required<Omit<FieldRule, 'as'>> {
  as: Readonly<Record<string, string>>;
}

const name = z.string().min(1).max(200);
export const fieldRule: z.ZodType<FieldRule> = z.strictObject({
  field: name,
  as: z.record(name, name).optional(),
  from: z.array(name).min(1).optional(),
  to: z.array(name).min(1).optional(),
  wins: z.union([z.strictObject({ crm: name }), z.enum(['later', 'person', 'never-overwrite', 'union'])]).optional(),
  clears: z.boolean().optional(),
});

export const isAttribute = (field: string): field is AttributeName =>
  (attributeNames as readonly string[]).includes(field);

/**
 * Completes rules and checks them against the CRMs that there are.
 *
 * @throws `invalid` for a rule that names a CRM which is not there, a field twice, or a field of nobody's.
 */
export function wholeRules(rules: readonly FieldRule[], crms: readonly string[]): WholeFieldRule[] {
  const seen = new Set<string>();
  return rules.map((given) => {
    const { field, as = {}, from = [...crms], to = [...crms], wins = 'person', clears = false } = given;
    const wrong = (problem: string) => new KenningError('invalid', `The sync rule for "${field}" ${problem}`);
    if (seen.has(field)) throw wrong('is there twice. Put both into one.');
    seen.add(field);
    const named = [...from, ...to, ...Object.keys(as), ...(typeof wins === 'object' ? [wins.crm] : [])];
    const unknown = named.find((crm) => !crms.includes(crm));
    if (unknown !== undefined)
      throw wrong(`names the CRM "${unknown}", which is not among the app's: ${crms.join(', ') || 'it has none'}.`);
    if (!isAttribute(field)) {
      const without = [...new Set([...from, ...to])].find((crm) => as[crm] === undefined);
      if (without !== undefined)
        throw wrong(
          `has to say in \`as\` what "${without}" calls it, since it is no attribute (${attributeNames.join(', ')}).`,
        );
    }
    if (typeof wins === 'object' && !from.includes(wins.crm))
      throw wrong(`lets "${wins.crm}" win, which has to be among those that it goes \`from\`.`);
    return { field, as, from, to, wins, clears };
  });
}
