import type { ObservedInteraction } from '../model/interaction.js';
import type { SourceRecordDraft } from '../model/source-record.js';
import type { SourceRef } from '../model/source-ref.js';
import type { Prepared } from './prepare.js';

/** One text that names a record by its source; neither part holds U+0000. */
export function nameOf({ source, externalId }: SourceRef): string {
  return `${source}\u0000${externalId}`;
}

/** A record of which nothing is known but that it took part. */
export function thinDraft(of: SourceRef, interaction: ObservedInteraction): SourceRecordDraft {
  return {
    ...of,
    kind: 'profile',
    party: 'person',
    identifiers: [],
    attributes: {},
    origin: interaction.origin,
    observedAt: interaction.at,
  };
}

/** Every record that an observation speaks of; those that it only names are thin. */
export function draftsOf(item: Prepared): SourceRecordDraft[] {
  if (item.type === 'profile') return [item.profile];
  if (item.type !== 'said') return [];
  const described = new Set(item.profiles.map(nameOf));
  const named = item.interaction.participants.filter(({ of }) => !described.has(nameOf(of)));
  return [...item.profiles, ...named.map(({ of }) => thinDraft(of, item.interaction))];
}
