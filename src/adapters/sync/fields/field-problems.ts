import { isKenningError } from '../../../core/errors.js';
import type { FieldValue } from '../../../core/model/field-state.js';
import type { SyncConflict } from '../../../core/model/sync-conflict.js';
import type { CrmAdapter, CrmField } from '../../crm-adapter.js';
import type { WholeFieldRule } from './field-rule.js';
import { isEmpty, textOf } from './field-values.js';

/** Why a field is not written to a CRM at all. */
export interface FieldProblem {
  crm: string;
  field: string;
  problem: string;
}

/** What CRMs say of their fields. */
export interface KnownFields {
  problems: FieldProblem[];
  /** The description of a field in a CRM, where it gives one. */
  fieldOf(crm: string, rule: WholeFieldRule): CrmField | undefined;
  /** Whether a field may be written to a CRM. */
  writable(crm: string, rule: WholeFieldRule): boolean;
}

/**
 * Asks the CRMs for their fields, before anything is written, and looks whether what rules write is there and may be
 * written. What may not is listed, and the rest goes on. A CRM that does not describe its fields is believed to have them.
 */
export async function knownFields(
  rules: readonly WholeFieldRule[],
  crms: Readonly<Record<string, CrmAdapter>>,
  signal?: AbortSignal,
): Promise<KnownFields> {
  const fields = new Map<string, CrmField[]>();
  const problems: FieldProblem[] = [];
  const targets = new Set(rules.flatMap(({ to }) => to));
  for (const crm of targets) {
    const adapter = crms[crm];
    try {
      const found = await adapter?.fields?.({ ...(signal && { signal }) });
      if (found) fields.set(crm, found);
    } catch (error) {
      if (!isKenningError(error) || error.retryable || error.code === 'auth') throw error;
      problems.push({ crm, field: '*', problem: `Its fields can not be read (${error.code}): ${error.message}` });
    }
  }
  const fieldOf = (crm: string, { field, as }: WholeFieldRule): CrmField | undefined => {
    const own = as[crm];
    const all = (fields.get(crm) ?? []).filter(({ of = 'person' }) => of === 'person');
    return own === undefined ? all.find(({ attribute }) => attribute === field) : all.find(({ name }) => name === own);
  };
  for (const rule of rules)
    for (const crm of rule.to) {
      const problem = problemOf(rule, crm, crms[crm], fields.has(crm), fieldOf(crm, rule));
      if (problem !== undefined) problems.push({ crm, field: rule.field, problem });
    }
  const refused = new Set(problems.map(({ crm, field }) => `${crm} ${field}`));
  return {
    problems,
    fieldOf,
    writable: (crm, { field }) => !refused.has(`${crm} ${field}`) && !refused.has(`${crm} *`),
  };
}

function problemOf(
  { field, as, from, to }: WholeFieldRule,
  crm: string,
  adapter: CrmAdapter | undefined,
  describes: boolean,
  known: CrmField | undefined,
): string | undefined {
  // Where nothing comes from another CRM, nothing is written.
  if (from.every((other) => other === crm) && to.length === 1)
    return 'It would be written to where it comes from alone.';
  if (!adapter?.upsert) return `"${crm}" can not be written to; leave it out of \`to\`.`;
  if (!describes) return undefined;
  const name = as[crm] ?? field;
  if (!known) return `"${crm}" has no field "${name}" for persons. Make it there, or name another in \`as\`.`;
  if (known.readOnly) return `"${name}" is read-only in "${crm}". Leave "${crm}" out of \`to\`.`;
  return undefined;
}

/** Why a CRM would not take a value. */
export function valueProblem(
  crm: string,
  known: CrmField | undefined,
  value: FieldValue,
): Pick<SyncConflict, 'because' | 'problem'> | undefined {
  if (!known || isEmpty(value)) return undefined;
  const { label, maxLength, choices, kind } = known;
  const text = textOf(value);
  if (maxLength !== undefined && text.length > maxLength)
    return {
      because: 'too-long',
      problem: `${label} in "${crm}" holds ${maxLength} characters, and this has ${text.length}. Shorten it.`,
    };
  const parts = kind === 'choices' ? text.split(';').map((part) => part.trim()) : [text];
  if (choices && choices.length > 0 && parts.some((part) => !choices.includes(part)))
    return {
      because: 'no-choice',
      problem: `${label} in "${crm}" offers no such choice. Add it there, or choose another.`,
    };
  return undefined;
}
