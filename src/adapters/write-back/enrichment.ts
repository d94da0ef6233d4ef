import type { Identifier } from '../../core/model/identifier.js';
import type { Attributes } from '../../core/model/party.js';
import type { SourceRecord } from '../../core/model/source-record.js';
import type { Permission } from '../../core/privacy/permits.js';
import type { ContactDraft } from '../crm-adapter.js';
import type { TermsGate } from './terms-gate.js';

/** What a profile may say in place of a contact that says nothing. Names and addresses are the CRM's own business. */
const fields = ['title', 'organization', 'location'] as const satisfies (keyof Attributes)[];

export interface Enrichment {
  /** Absent when there is nothing to add. */
  added?: Pick<ContactDraft, 'attributes' | 'identifiers'>;
  /** The terms that forbid what else there would be. */
  refused: string[];
}

/**
 * What a profile adds to a contact, as far as terms allow: its handle and page on the network, and what the contact does
 * not say itself.
 */
export function enrichment(profile: SourceRecord, contact: SourceRecord, gate: TermsGate): Enrichment {
  const attributes: Attributes = {};
  for (const field of fields) {
    const value = profile.attributes[field];
    if (value?.trim() && !contact.attributes[field]?.trim()) attributes[field] = value;
  }
  const identifiers = pagesOf(profile).filter(
    (identifier) => !contact.identifiers.some((known) => isSame(known, identifier)),
  );
  const refused: string[] = [];
  const mayAdd = (isSomething: boolean, permission: Permission) => {
    if (isSomething && !permission.permitted) refused.push(permission.term);
    return isSomething && permission.permitted;
  };
  const added = {
    ...(mayAdd(Object.keys(attributes).length > 0, gate.attributes(profile)) && { attributes }),
    ...(mayAdd(identifiers.length > 0, gate.identifiers(profile)) && { identifiers }),
  };
  return { ...(Object.keys(added).length > 0 && { added }), refused };
}

/** Where somebody is to be found on a network, by the names that people use: not the ids that machines do. */
function pagesOf({ source, identifiers, permalink }: SourceRecord): Identifier[] {
  const handles = identifiers.filter(
    ({ kind, scope, validUntil }) => kind === 'handle' && scope === source && validUntil === undefined,
  );
  return [...handles, ...(permalink && handles.length > 0 ? [{ kind: 'url', scope: source, value: permalink }] : [])];
}

function isSame(left: Identifier, right: Identifier): boolean {
  return left.kind === right.kind && left.value.toLowerCase() === right.value.toLowerCase();
}
