import { mix } from './sketch.js';

const most = 64;

/**
 * How many different texts there were, of which only 64 numbers are kept: the least hashes (Bar-Yossef and others, 2002). Exact
 * below 64, to some 13 % above. Plain JSON.
 */
export type Distinct = number[];

export function addDistinct(distinct: Distinct, text: string): void {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  const value = mix(hash);
  if (distinct.length === most && value >= (distinct.at(-1) as number)) return;
  const place = distinct.findIndex((kept) => kept >= value);
  if (distinct[place] === value) return;
  distinct.splice(place < 0 ? distinct.length : place, 0, value);
  if (distinct.length > most) distinct.pop();
}

export function countDistinct(distinct: Distinct): number {
  if (distinct.length < most) return distinct.length;
  return Math.round(((most - 1) * 2 ** 32) / ((distinct.at(-1) as number) + 1));
}
