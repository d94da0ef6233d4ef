import { KenningError } from '../../../core/errors.js';
import type { Identifier } from '../../../core/model/identifier.js';
import type { Attributes } from '../../../core/model/party.js';
import type { ContactDraft } from '../../crm-adapter.js';
import type { CardVersion, Property } from './card.js';
import { identifierKey, otherIdentifier } from './card-identifiers.js';
import { escaped } from './content-line.js';
import { profileLine } from './profile-lines.js';
import { addressSlots, isOwnField, type Slot, slots } from './slots.js';

/** What a property is to say: its whole value, or some of its parts. */
export interface PropertyChange {
  /** As a value, escaped. */
  value?: string;
  /** By their places, escaped; empty to empty them. */
  parts: Map<number, string>;
  /** An address as one text. */
  label?: string;
}

/**
 * What a draft changes, by property. A property that is to be empty says so with an empty value.
 *
 * @throws KenningError `unsupported` for what a card does not hold.
 */
export function draftChanges({ attributes = {}, cleared = [] }: Pick<ContactDraft, 'attributes' | 'cleared'>) {
  const changes = new Map<string, PropertyChange>();
  const change = (property: string): PropertyChange => {
    const known = changes.get(property) ?? { parts: new Map<number, string>() };
    changes.set(property, known);
    return known;
  };
  const set = ({ property, part }: Slot, text: string) => {
    const value = property === 'BDAY' ? text.replaceAll('-', '') : escaped(text);
    if (part === undefined) change(property).value = value;
    else change(property).parts.set(part, value);
  };
  for (const name of cleared) {
    const slot = slotOf(name);
    if (slot.property === 'FN')
      throw new KenningError('invalid', 'A card must have a name (FN), so it can not be emptied.');
    set(slot, '');
  }
  const { alternateNames, address, custom = {}, image, ...plain } = attributes;
  if (image !== undefined) throw new KenningError('unsupported', 'Photos of cards are neither read nor written.');
  for (const [field, text] of Object.entries(plain) as [keyof typeof plain, string | undefined][])
    if (text !== undefined) set(slots[field], text);
  if (alternateNames) change('NICKNAME').value = alternateNames.map(escaped).join(',');
  const { text: label, ...parts } = address ?? {};
  for (const [field, text] of Object.entries(parts) as [keyof typeof parts, string | undefined][])
    if (text !== undefined) set(addressSlots[field], text);
  if (label !== undefined) change('ADR').label = label;
  for (const [name, text] of Object.entries(custom)) set(slotOf(name), text);
  return changes;
}

/** Where an attribute or a field of the CRM's own stands. */
function slotOf(name: string): Slot {
  const others: Record<string, Slot> = { alternateNames: { property: 'NICKNAME' }, address: { property: 'ADR' } };
  const slot = Object.hasOwn(slots, name) ? slots[name as keyof typeof slots] : others[name];
  if (slot) return slot;
  const property = name.toUpperCase();
  if (isOwnField(property)) return { property };
  throw new KenningError(
    'unsupported',
    `A card has no field "${name.slice(0, 100)}" that is written; one of your own is named X-….`,
  );
}

/** The lines of identifiers that a card does not say yet. The handle and the page of one account make one line. */
export function newIdentifierLines(
  wanted: readonly Identifier[],
  known: readonly Identifier[],
  version: CardVersion,
): Property[] {
  const there = new Set(known.map(identifierKey));
  const missing = [...new Map(wanted.map((one) => [identifierKey(one), one])).entries()]
    .filter(([key]) => !there.has(key))
    .map(([, identifier]) => identifier);
  const accounts = new Map<string, { handle?: string; page?: string }>();
  const lines: Property[] = [];
  for (const { kind, scope, value } of missing) {
    const part = scope === '' ? undefined : kind === 'handle' ? 'handle' : kind === 'url' ? 'page' : undefined;
    const account = accounts.get(scope);
    if (part && account?.[part] === undefined) accounts.set(scope, { ...account, [part]: value });
    else if (part) lines.push(profileLine(scope, { [part]: value }, version));
    else lines.push(plainLine({ kind, scope, value }));
  }
  return [...lines, ...[...accounts].map(([scope, account]) => profileLine(scope, account, version))];
}

const plainProperties: Readonly<Record<string, string>> = { email: 'EMAIL', phone: 'TEL' };

function plainLine({ kind, scope, value }: Identifier): Property {
  if (kind === 'url') return { name: 'URL', parameters: [], value: value.replace(/[\s\p{Cc}]/gu, '') };
  const name = plainProperties[kind];
  if (name) return { name, parameters: [], value: escaped(value) };
  const parameters: Property['parameters'] = [['TYPE', [kind]]];
  if (scope) parameters.push(['SCOPE', [scope]]);
  return { name: otherIdentifier, parameters, value: escaped(value) };
}

/** The name that a new card must have, from what is known. */
export function nameFor({ attributes = {}, identifiers = [] }: ContactDraft): string {
  const { name, givenName, familyName, organization }: Attributes = attributes;
  const full = [givenName, familyName].filter(Boolean).join(' ');
  const found = name?.trim() || full.trim() || organization?.trim() || identifiers[0]?.value;
  if (found) return found;
  throw new KenningError('invalid', 'A new card needs a name: give `attributes.name`.');
}
