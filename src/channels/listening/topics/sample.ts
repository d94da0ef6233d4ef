import { mix } from '../storms/sketch.js';

/** A part of what comes, of a bounded size, that is the same in whatever order it comes. */
export interface Sample<Item> {
  /** How many were offered. */
  readonly offered: number;
  offer(item: Item): void;
  /** What is kept. */
  items(): Item[];
}

/**
 * Keeps the items with the least hashes of their ids (bottom-k sampling, Cohen and Kaplan 2007).
 *
 * @param most how many are kept
 */
export function sample<Item extends { id: string }>(most: number): Sample<Item> {
  let kept: { hash: number; item: Item }[] = [];
  let offered = 0;
  const cut = (): void => {
    kept.sort((left, right) => left.hash - right.hash || (left.item.id < right.item.id ? -1 : 1));
    kept = kept.slice(0, most);
  };
  return {
    get offered() {
      return offered;
    },
    offer(item) {
      offered += 1;
      kept.push({ hash: hashOf(item.id), item });
      if (kept.length >= 2 * most) cut();
    },
    items() {
      cut();
      return kept.map(({ item }) => item);
    },
  };
}

function hashOf(id: string): number {
  let hash = 0;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return mix(hash);
}
