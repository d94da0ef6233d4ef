import type { Customer } from '../../core/model/customer.js';
import type { Evidence } from '../../core/model/evidence.js';
import type { TimelineEntry } from '../../identity/customer.js';

/** Text from outside on one line, without what would move a terminal's cursor or change its colors. */
export function oneLine(text: string, length = 100): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain;
}

export function describeCustomer({ id, golden, records }: Customer): string {
  const name = golden.attributes.name ?? golden.identifiers[0]?.value ?? '(no name)';
  return `${id}  ${oneLine(name, 60)}  ${[...new Set(records.map(({ source }) => source))].sort().join(', ')}`;
}

export function describeEntry({ interaction, roles }: TimelineEntry): string {
  const { id, at, network, kind, content, state } = interaction;
  const text = state === 'removed' ? '(removed)' : oneLine([content.title, content.text].filter(Boolean).join(': '));
  return `${at}  ${network} ${kind}  ${roles.join('+')}  ${text}  (${id})`;
}

export function describeEvidence({ field, level, weight, type }: Evidence): string {
  return `${type} ${field}: ${level}${weight === undefined ? '' : ` (${weight > 0 ? '+' : ''}${weight.toFixed(1)} bits)`}`;
}
