import type { ObjectKind } from './object-kinds.js';
import { companyKind, contactKind, leadKind } from './object-kinds.js';
import type { ParsedOptions } from './options.js';
import { type Portal, portal } from './portal.js';
import { namesIn, type ProfileProperties, profileProperties } from './profile-properties.js';

/** What all verbs work with: the API of one portal, and how its properties are read. */
export interface Desk {
  portal: Portal;
  options: ParsedOptions;
  source: string;
  /** The kinds of people and organizations that are read. */
  kinds: readonly ObjectKind[];
  /** Where this kind keeps handles and pages; asked for once. */
  profiles(kind: ObjectKind, signal?: AbortSignal): Promise<ProfileProperties>;
  /** The properties that are read of this kind. */
  properties(kind: ObjectKind, signal?: AbortSignal): Promise<string[]>;
  /** Those of the app's own. */
  custom(kind: ObjectKind): readonly string[];
}

export function desk(options: ParsedOptions): Desk {
  const api = portal(options);
  const custom = ({ object }: ObjectKind) => options.properties?.[object] ?? [];
  const profiles: Desk['profiles'] = async (kind, signal) =>
    kind === leadKind ? new Map() : profileProperties(await api.properties(kind.object, signal), options.profiles);
  return {
    portal: api,
    options,
    source: options.source,
    kinds: options.leads ? [contactKind, companyKind, leadKind] : [contactKind, companyKind],
    profiles,
    custom,
    async properties(kind, signal) {
      const { attributes, address, more, changed } = kind;
      const social = namesIn(await profiles(kind, signal));
      const idProperty = kind === contactKind ? [options.idProperty] : [];
      return [
        ...new Set([
          changed,
          ...Object.values(attributes),
          ...Object.values(address),
          ...more,
          ...social,
          ...idProperty,
          ...custom(kind),
        ]),
      ];
    },
  };
}
