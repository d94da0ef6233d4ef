import { KenningError } from '../../../core/errors.js';
import type { Identifier } from '../../../core/model/identifier.js';
import type { Contact } from '../../../core/model/source-record.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { CallOptions, Rejected } from '../../../core/page.js';
import type { ContactDraft } from '../../crm-adapter.js';
import type { ContactReader } from './contact-reading.js';
import type { Desk } from './desk.js';
import { companyKind, contactKind, type ObjectKind } from './object-kinds.js';
import type { ProfileProperties } from './profile-properties.js';
import { associatedRecords } from './walk-objects.js';

export interface ContactFinder {
  find(identifiers: Identifier[], options?: CallOptions): Promise<Contact[]>;
  /** By what HubSpot recognizes a new person, if it can. */
  nameOf(draft: ContactDraft): string | undefined;
  /** The contact that an earlier write of this new one made. */
  findNew(draft: ContactDraft, signal?: AbortSignal): Promise<SourceRef | undefined>;
  /** @throws KenningError `invalid` for a new contact that nobody could find again */
  insistFindable(draft: ContactDraft): void;
}

interface Filter {
  propertyName: string;
  operator: 'IN' | 'CONTAINS_TOKEN';
  values?: string[];
  value?: string;
}

/** HubSpot takes five alternatives in a search, and a hundred values in one. */
const mostGroups = 5;
const mostValues = 100;

export function contactFinder(desk: Desk, reader: ContactReader): ContactFinder {
  const { portal, options } = desk;

  async function searched(
    kind: ObjectKind,
    identifiers: readonly Identifier[],
    signal?: AbortSignal,
  ): Promise<Contact[]> {
    const filters = filtersFor(kind, identifiers, await desk.profiles(kind, signal));
    const found = new Map<string, Contact>();
    for (let at = 0; at < filters.length; at += mostGroups) {
      const filterGroups = filters.slice(at, at + mostGroups).map((filter) => ({ filters: [filter] }));
      const properties = await desk.properties(kind, signal);
      const page = await portal.search(kind.object, { filterGroups, properties, limit: 200 }, signal);
      const kindAnd = { object: kind.object, associations: kind.parent ? [kind.parent] : [] };
      const records = await associatedRecords(portal, kindAnd, page.records, signal);
      const rejected: Rejected[] = [];
      for (const one of await reader.observe(kind, records, rejected, signal))
        if (one.type === 'contact') found.set(one.contact.externalId, one.contact);
    }
    return [...found.values()];
  }

  function nameOf({ party, identifiers = [], attributes }: ContactDraft): string | undefined {
    if (party === 'organization') return undefined;
    if (options.idProperty !== 'email') return attributes?.custom?.[options.idProperty];
    return identifiers
      .find(({ kind }) => kind === 'email')
      ?.value.trim()
      .toLowerCase();
  }

  return {
    async find(identifiers, { signal } = {}) {
      return [
        ...(await searched(contactKind, identifiers, signal)),
        ...(await searched(companyKind, identifiers, signal)),
      ];
    },
    nameOf,
    async findNew(draft, signal) {
      const kind = draft.party === 'organization' ? companyKind : contactKind;
      const { idProperty } = options;
      const value = nameOf(draft);
      if (value) {
        const { records } = await portal.read(kind.object, [value], [idProperty], { idProperty, signal });
        const [record] = records;
        return record && { source: desk.source, externalId: record.id };
      }
      const [contact] = await searched(kind, draft.identifiers ?? [], signal);
      return contact && { source: contact.source, externalId: contact.externalId };
    },
    insistFindable(draft) {
      if (draft.identifiers?.length || nameOf(draft)) return;
      throw new KenningError(
        'invalid',
        'hubspot: a new contact needs an address, a number, a handle or a page, by which it is found when the answer is lost.',
      );
    },
  };
}

function filtersFor(kind: ObjectKind, identifiers: readonly Identifier[], profiles: ProfileProperties): Filter[] {
  const wanted = new Map<string, Set<string>>();
  const tokens: Filter[] = [];
  const add = (property: string | undefined, ...values: string[]) => {
    if (!property) return;
    const known = wanted.get(property) ?? new Set();
    // HubSpot compares these in lower case.
    for (const value of values) known.add(value.toLowerCase());
    wanted.set(property, known);
  };
  for (const { kind: what, scope, value } of identifiers) {
    const { handle, url } = profiles.get(scope.split('/')[0] ?? '') ?? {};
    if (what === 'email' && kind === contactKind) {
      add('email', value);
      tokens.push({ propertyName: 'hs_additional_emails', operator: 'CONTAINS_TOKEN', value: value.toLowerCase() });
    } else if (what === 'phone') {
      add('phone', value);
      if (kind === contactKind) add('mobilephone', value);
    } else if (what === 'domain' && kind === companyKind) add('domain', value);
    else if (what === 'handle') add(handle, value.replace(/^@/, ''), `@${value.replace(/^@/, '')}`);
    else if (what === 'url') {
      add('website', value);
      add(url, value);
      // A page without a network named may stand in any of them.
      if (!scope) for (const places of profiles.values()) add(places.url, value);
    }
  }
  const filters = [...wanted].flatMap(([propertyName, values]) => {
    const all = [...values];
    const parts: Filter[] = [];
    for (let at = 0; at < all.length; at += mostValues)
      parts.push({ propertyName, operator: 'IN', values: all.slice(at, at + mostValues) });
    return parts;
  });
  return [...filters, ...tokens];
}
