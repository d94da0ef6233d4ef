import type { Model } from '../train/model.js';
import { waterfall } from './waterfall.js';

/** What would settle a pair if it were known. */
export interface WouldDecide {
  /** A field that one of the two records does not have. */
  field: string;
  /** The weakest way of agreeing or differing in it that is enough. */
  level: string;
  /** What the pair would weigh then, in bits. */
  weight: number;
}

/**
 * Which missing field, and how it would have to come out, would bring a pair to the other side of a weight. Each field by
 * itself; those that can not do it are left out.
 *
 * @param cut in bits
 */
export function wouldDecide(model: Model, levels: Uint8Array, cut: number): WouldDecide[] {
  const isOne = waterfall(model, levels).weight >= cut;
  return model.fields.flatMap(({ name, levels: all }, field): WouldDecide[] => {
    if (levels[field] !== 0) return [];
    const known = Uint8Array.from(levels);
    let nearest: WouldDecide | undefined;
    for (let level = 1; level < all.length; level += 1) {
      known[field] = level;
      const { weight } = waterfall(model, known);
      if (weight >= cut === isOne) continue;
      if (!nearest || Math.abs(weight - cut) < Math.abs(nearest.weight - cut))
        nearest = { field: name, level: all[level]?.name as string, weight };
    }
    return nearest ? [nearest] : [];
  });
}
