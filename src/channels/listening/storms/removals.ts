import type { Removal } from '../../../core/model/alert.js';
import type { InteractionId } from '../../../core/model/id.js';
import type { Instant } from '../../../core/model/instant.js';
import { copyLikeness } from './cascades.js';
import { likeness, sketchOf } from './sketch.js';
import { plainText } from './words-of.js';

/** A removal as it is kept, without its text, with what came again of it. Plain JSON. */
export interface KeptRemoval extends Removal {
  sketch: string;
  reposts: number;
  /** When it was last told of, in milliseconds since 1970. */
  toldAt?: number;
}

const mostRemovals = 500;

/** @returns undefined for a text that is too short to be known again */
export function keptRemoval(removal: Removal & ({ text: string } | { sketch: string })): KeptRemoval | undefined {
  const { interaction, at, by, reason } = removal;
  const sketch = 'sketch' in removal ? removal.sketch : sketchOf(plainText(removal.text));
  return sketch === undefined ? undefined : { interaction, at, by, reason, sketch, reposts: 0 };
}

/** Keeps a removal; the oldest goes when there are too many. */
export function keepRemoval(kept: KeptRemoval[], removal: KeptRemoval): void {
  const place = kept.findIndex(({ interaction }) => interaction === removal.interaction);
  if (place >= 0) kept.splice(place, 1);
  kept.push(removal);
  if (kept.length > mostRemovals) kept.shift();
}

/** The removal that a later post brings back, the most alike. */
export function broughtBack(
  kept: readonly KeptRemoval[],
  { id, at }: { id: InteractionId; at: Instant },
  plain: string,
): KeptRemoval | undefined {
  const sketch = kept.length > 0 ? sketchOf(plain) : undefined;
  if (sketch === undefined) return undefined;
  let best: KeptRemoval | undefined;
  let bestLikeness = copyLikeness;
  for (const removal of kept) {
    if (removal.interaction === id || removal.at > at) continue;
    const found = likeness(removal.sketch, sketch);
    if (found < bestLikeness) continue;
    [best, bestLikeness] = [removal, found];
  }
  return best;
}
