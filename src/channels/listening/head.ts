import { z } from 'zod';
import { digest } from '../../core/digest.js';
import { type Instant, instant } from '../../core/model/instant.js';

/** Networks list late what was written early, so walks overlap by this much. */
export const overlapMs = 10 * 60 * 1000;
const mostKeys = 60;

/**
 * The top of a newest-first listing as a walk found it. By it a later walk knows that it has come down to what was read.
 * It holds hashes of ids and no ids, so that an erasure need not look here.
 */
export interface Head {
  at: Instant;
  keys: string[];
}

export const head: z.ZodType<Head> = z.object({ at: instant, keys: z.array(z.string().max(100)).max(mostKeys) });

/** One item's place in a listing. */
export interface Place {
  at: Instant;
  key: string;
}

const placed = z.union([
  z.object({
    type: z.literal('said'),
    interaction: z.object({
      realm: z.string(),
      externalId: z.string(),
      at: instant,
      version: z.string().optional(),
      revisedAt: z.string().optional(),
    }),
  }),
  z.object({
    type: z.enum(['removed', 'hidden', 'restored']),
    of: z.object({ realm: z.string(), externalId: z.string() }),
    at: instant,
  }),
]);

/**
 * The places that tell where in a listing a page lies. An item that a newer one follows tells nothing: it is pinned,
 * or its author has set the time back. One from the future tells nothing either.
 */
export async function placesOf(items: readonly unknown[], now: Instant): Promise<Place[]> {
  const places: Place[] = [];
  let newest = '';
  for (const item of items.toReversed()) {
    const { data } = placed.safeParse(item);
    if (!data) continue;
    const { at } = data.type === 'said' ? data.interaction : data;
    if (at > now || at < newest) continue;
    newest = at;
    places.unshift({ at, key: await digest(JSON.stringify(nameOf(data))) });
  }
  return places;
}

/** An item in one wording: what was edited and moved to the top is not what was read there. */
function nameOf(item: z.infer<typeof placed>): unknown[] {
  if (item.type !== 'said') return [item.type, item.of.realm, item.of.externalId, item.at];
  const { realm, externalId, version, revisedAt } = item.interaction;
  return [realm, externalId, version ?? revisedAt];
}

/** The head after a walk has seen these places at the top. Older keys stay: the newest may be deleted. */
export function headOver(places: readonly Place[], old: Head | undefined): Head | undefined {
  const first = places[0];
  if (!first) return old;
  const keys = [...new Set([...places.map(({ key }) => key), ...(old?.keys ?? [])])];
  return { at: old && old.at > first.at ? old.at : first.at, keys: keys.slice(0, mostKeys) };
}
