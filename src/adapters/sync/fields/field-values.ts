import type { FieldValue } from '../../../core/model/field-state.js';
import type { Attributes } from '../../../core/model/party.js';
import type { ContactDraft } from '../../crm-adapter.js';
import { isAttribute, type WholeFieldRule } from './field-rule.js';

/** What a contact says in a field; `''` when nothing. */
export function valueIn(attributes: Attributes, { field, as }: WholeFieldRule, crm: string): FieldValue {
  const own = as[crm];
  if (own !== undefined) return attributes.custom?.[own]?.trim() ?? '';
  if (!isAttribute(field)) return '';
  const value = attributes[field];
  if (typeof value === 'string') return value.trim();
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '';
  return value;
}

/** A draft that writes values into fields, and empties those that are to say nothing. */
export function draftOf(
  values: readonly { rule: WholeFieldRule; value: FieldValue }[],
  crm: string,
): Pick<ContactDraft, 'attributes' | 'cleared'> {
  const attributes: Attributes = {};
  const custom: Record<string, string> = {};
  const cleared: string[] = [];
  for (const { rule, value } of values) {
    const own = rule.as[crm];
    if (isEmpty(value)) cleared.push(own ?? rule.field);
    else if (own !== undefined) custom[own] = textOf(value);
    else Object.assign(attributes, { [rule.field]: value });
  }
  if (Object.keys(custom).length > 0) attributes.custom = custom;
  return {
    ...(Object.keys(attributes).length > 0 && { attributes }),
    ...(cleared.length > 0 && { cleared }),
  };
}

export const isEmpty = (value: FieldValue): boolean =>
  typeof value === 'string' ? value === '' : Object.values(value).every((part) => part === undefined || part === '');

/** Several values in a field of the CRM's own are parted by semicolons, as the large CRMs part them. */
export function textOf(value: FieldValue): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(';') : Object.values(value).join(', ');
}

export function sameValue(left: FieldValue | undefined, right: FieldValue | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return canonical(left) === canonical(right);
}

function canonical(value: FieldValue): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return JSON.stringify([...value].sort());
  return JSON.stringify(
    Object.entries(value)
      .filter(([, part]) => part)
      .sort(),
  );
}

/** Whether one may be what a CRM made of the other: other case, spaces, punctuation, or cut off. */
export function isAlike(left: FieldValue, right: FieldValue): boolean {
  const [one, other] = [letters(left), letters(right)];
  return one === other || (one.length > 3 && other.startsWith(one)) || (other.length > 3 && one.startsWith(other));
}

const letters = (value: FieldValue): string =>
  textOf(value)
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();

/** Each of several values once, in the order in which they were first said. */
export function unionOf(values: readonly FieldValue[]): FieldValue {
  const parts = new Map<string, string>();
  for (const value of values)
    for (const part of Array.isArray(value) ? value : textOf(value).split(';'))
      if (part.trim() && !parts.has(part.trim().toLowerCase())) parts.set(part.trim().toLowerCase(), part.trim());
  const all = [...parts.values()];
  return values.some(Array.isArray) ? all : all.join(';');
}
