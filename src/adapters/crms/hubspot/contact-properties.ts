import type { Identifier } from '../../../core/model/identifier.js';
import type { Attributes } from '../../../core/model/party.js';
import type { ContactDraft } from '../../crm-adapter.js';
import { nameParts } from '../../name-parts.js';
import type { ObjectKind } from './object-kinds.js';
import type { ProfileProperties } from './profile-properties.js';
import { saidIn } from './read-contact.js';
import type { RecordView } from './views.js';

/** A draft as properties, and what of it the portal has no room for. */
export interface PropertyValues {
  values: Record<string, string>;
  /** Kinds and networks of identifiers, and names of attributes. */
  homeless: string[];
}

/** What is to be written to a record; `current` is what it says now, and empty for a new one. */
export function contactProperties(
  { attributes = {}, identifiers = [], cleared = [] }: ContactDraft,
  kind: ObjectKind,
  profiles: ProfileProperties,
  current: Pick<RecordView, 'properties'> = { properties: {} },
): PropertyValues {
  const written: PropertyValues = { values: {}, homeless: [] };
  const { values, homeless } = written;
  for (const property of cleared.flatMap((field) => propertiesOf(kind, field))) values[property] = '';
  for (const [attribute, value] of Object.entries(splitName(attributes, kind))) {
    const property = kind.attributes[attribute as keyof typeof kind.attributes];
    if (property && typeof value === 'string') values[property] = value;
    else if (attribute === 'address' || attribute === 'custom') Object.assign(values, partsOf(kind, attribute, value));
    else if (value !== undefined) homeless.push(attribute);
  }
  for (const identifier of identifiers) {
    const places = placesOf(identifier, kind, profiles);
    const value = identifier.value.trim();
    const said = (place: string) => values[place] ?? saidIn(current, place);
    if (places.some((place) => said(place)?.toLowerCase() === value.toLowerCase())) continue;
    const place = places.find((one) => !said(one));
    if (place) values[place] = value;
    // What is there already is somebody's and stays.
    else homeless.push(identifier.scope || identifier.kind);
  }
  return written;
}

/** The properties that an attribute stands in, or the one of that name. */
function propertiesOf({ attributes, address }: ObjectKind, field: string): string[] {
  if (field === 'address') return Object.values(address);
  if (field === 'name' && !attributes.name) return [attributes.givenName ?? [], attributes.familyName ?? []].flat();
  return [attributes[field as keyof typeof attributes] ?? field];
}

/** HubSpot keeps the parts of a person's name; one that is known only whole is parted before its last word. */
function splitName(attributes: Attributes, { party, attributes: known }: ObjectKind): Attributes {
  const { name, ...rest } = attributes;
  if (known.name || name === undefined) return attributes;
  if (party !== 'person' || rest.givenName || rest.familyName) return rest;
  const { before, last } = nameParts(name);
  return before === undefined ? { ...rest, givenName: last } : { ...rest, givenName: before, familyName: last };
}

function partsOf({ address }: ObjectKind, attribute: 'address' | 'custom', parts: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parts as Record<string, string>).flatMap(([part, value]) => {
      const property = attribute === 'custom' ? part : address[part as keyof typeof address];
      return property ? [[property, value]] : [];
    }),
  );
}

/** Where an identifier may stand, the best place first. */
function placesOf({ kind, scope, value }: Identifier, { object }: ObjectKind, profiles: ProfileProperties): string[] {
  const network = scope.split('/')[0] ?? '';
  const { handle, url } = profiles.get(network) ?? {};
  if (kind === 'email') return object === 'contacts' ? ['email'] : [];
  if (kind === 'phone') return object === 'contacts' ? ['phone', 'mobilephone'] : ['phone'];
  if (kind === 'domain') return object === 'companies' ? ['domain'] : [];
  if (kind === 'handle') return handle ? [handle] : [];
  if (kind !== 'url') return [];
  if (network) return url ? [url] : [];
  return /^https?:\/\//i.test(value) ? ['website'] : [];
}
