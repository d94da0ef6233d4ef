import { KenningError } from '../../../core/errors.js';
import type { Scope } from '../../../core/model/scope.js';
import type { SourceRef } from '../../../core/model/source-ref.js';

/** The objects that are people and organizations, by how their ids begin. */
export const partyObjects = { '001': 'Account', '003': 'Contact', '00Q': 'Lead' } as const;
export type PartyObject = (typeof partyObjects)[keyof typeof partyObjects];

const idForm = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/;

export function isRecordId(text: string): boolean {
  return idForm.test(text);
}

/** Which object a person's or organization's id is of. */
export function partyObjectOf(id: string): PartyObject | undefined {
  const prefix = id.slice(0, 3);
  return isRecordId(id) && Object.hasOwn(partyObjects, prefix)
    ? partyObjects[prefix as keyof typeof partyObjects]
    : undefined;
}

/** The same, of what a draft names. @throws `invalid` for what is no contact, account or lead of this organization */
export function objectNamedBy({ source: of, externalId }: SourceRef, source: Scope): PartyObject {
  const object = of === source ? partyObjectOf(externalId) : undefined;
  if (object) return object;
  throw new KenningError(
    'invalid',
    `salesforce: ${externalId.slice(0, 40)} of ${of.slice(0, 100)} is no contact, account or lead of ${source}.`,
  );
}
