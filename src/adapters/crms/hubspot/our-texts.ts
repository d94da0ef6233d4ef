import type { Desk } from './desk.js';
import { type Marker, markerIn } from './marker.js';
import type { ObjectKind } from './object-kinds.js';

/** The kinds of records that carry our words, and where they stand in them. */
export const bodyOf = {
  notes: 'hs_note_body',
  communications: 'hs_communication_body',
  tickets: 'content',
} as const;
export type TextObject = keyof typeof bodyOf;

/** Something that we wrote on a contact. */
export interface OurText {
  object: TextObject;
  id: string;
  marker: Marker;
}

/** What we look for again was written lately. */
const mostRecent = 1000;

/**
 * What we wrote on a record. It is found by what is associated with the record, which HubSpot knows at once, and not through the
 * search, which is behind.
 *
 * @param recent only among the latest thousand
 */
export async function ourTexts(
  { portal }: Desk,
  { kind, id }: { kind: ObjectKind; id: string },
  objects: readonly TextObject[],
  { recent = false, signal }: { recent?: boolean; signal?: AbortSignal | undefined } = {},
): Promise<OurText[]> {
  const found: OurText[] = [];
  for (const object of objects) {
    const all = (await portal.associated(kind.object, object, [id], signal)).get(id) ?? [];
    const latest = [...new Set(all)].sort((one, other) => Number(other) - Number(one));
    const ids = recent ? latest.slice(0, mostRecent) : latest;
    const { records } = await portal.read(object, ids, [bodyOf[object]], { signal });
    for (const record of records) {
      const marker = markerIn(record.properties[bodyOf[object]]);
      if (marker) found.push({ object, id: record.id, marker });
    }
  }
  return found;
}
