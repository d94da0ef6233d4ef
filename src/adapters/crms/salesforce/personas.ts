import type { Identifier } from '../../../core/model/identifier.js';
import { handleOf, networkOf } from '../../../core/table/columns/row-identifiers.js';
import type { ContactObserved } from '../../crm-observed.js';
import type { Calls } from './calls.js';
import type { Collections } from './collections.js';
import { textIn } from './contact-of.js';
import type { Objects } from './objects.js';
import { oneOf } from './soql.js';

/** An account on a network that stands on a record, where the organization has the object SocialPersona. */
export interface Persona {
  Provider: string;
  Name: string;
  ProfileUrl?: string;
}

export interface Personas {
  /** Those of these records, by the first 15 characters of their ids; none where the organization has no such object. */
  of(ids: readonly string[], signal?: AbortSignal): Promise<Map<string, (Persona & { Id: string })[]>>;
  /** What contacts say, with the accounts that stand on them. */
  into(items: ContactObserved[], signal?: AbortSignal): Promise<ContactObserved[]>;
  /** The persona that says these identifiers of one network, where that is one of those the organization knows. */
  for(identifiers: readonly Identifier[], signal?: AbortSignal): Promise<Persona[]>;
  add(parent: string, personas: readonly Persona[], signal?: AbortSignal): Promise<void>;
}

const object = 'SocialPersona';
const idsAtOnce = 200;

export const personaName = ({ Provider, Name }: Persona) => `${Provider} ${Name}`;

export function personas(calls: Calls, objects: Objects, collections: Collections): Personas {
  const of: Personas['of'] = async (ids, signal) => {
    const found = new Map<string, (Persona & { Id: string })[]>();
    if (ids.length === 0 || !(await objects.info(object, signal))) return found;
    for (let from = 0; from < ids.length; from += idsAtOnce) {
      const where = `IsDeleted = false AND ${oneOf('ParentId', ids.slice(from, from + idsAtOnce))}`;
      const { records } = await calls.query(
        `SELECT Id, ParentId, Provider, Name, ProfileUrl FROM ${object} WHERE ${where}`,
        signal,
      );
      for (const record of records) {
        const parent = textIn(record, 'ParentId')?.slice(0, 15);
        const [Id, Provider, Name] = ['Id', 'Provider', 'Name'].map((field) => textIn(record, field));
        const ProfileUrl = textIn(record, 'ProfileUrl');
        if (!parent || !Id || !Provider || !Name) continue;
        found.set(parent, [...(found.get(parent) ?? []), { Id, Provider, Name, ...(ProfileUrl && { ProfileUrl }) }]);
      }
    }
    return found;
  };
  return {
    of,
    async into(items, signal) {
      const ids = items.flatMap((item) => (item.type === 'contact' ? [item.contact.externalId] : []));
      const found = await of(ids, signal);
      for (const item of items)
        if (item.type === 'contact')
          for (const persona of found.get(item.contact.externalId.slice(0, 15)) ?? [])
            for (const identifier of identifiersOf(persona))
              if (!item.contact.identifiers.some((known) => isSame(known, identifier)))
                item.contact.identifiers.push(identifier);
      return items;
    },
    async for(identifiers, signal) {
      const networks = Map.groupBy(identifiers, ({ scope }) => scope.split('/')[0] ?? '');
      networks.delete('');
      const info = networks.size > 0 ? await objects.info(object, signal) : undefined;
      if (!info?.createable) return [];
      const providers = info.fields.get('Provider')?.picklistValues ?? [];
      return [...networks].flatMap(([network, said]) => {
        const Provider = providers.find(({ value, active }) => active && networkOf(value) === network)?.value;
        const Name = said.find(({ kind }) => kind === 'handle')?.value;
        const ProfileUrl = said.find(({ kind }) => kind === 'url')?.value;
        return Provider && Name ? [{ Provider, Name, ...(ProfileUrl && { ProfileUrl }) }] : [];
      });
    },
    async add(parent, wanted, signal) {
      for (const written of await collections.create(
        object,
        wanted.map((persona) => ({ ParentId: parent, ...persona })),
        signal,
      ))
        if ('error' in written) throw written.error;
    },
  };
}

function identifiersOf({ Provider, Name, ProfileUrl }: Persona): Identifier[] {
  const network = networkOf(Provider);
  const said = [handleOf(network, Name), ProfileUrl ? handleOf(network, ProfileUrl) : undefined];
  return said.filter((identifier) => identifier !== undefined);
}

function isSame(left: Identifier, right: Identifier): boolean {
  return (
    left.kind === right.kind && left.scope === right.scope && left.value.toLowerCase() === right.value.toLowerCase()
  );
}
