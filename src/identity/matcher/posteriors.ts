import { weights } from './weights.js';

/** What a handle weighs that shows nothing of its owner's name, as a factor: it may be of any contact. */
const { different } = weights['handle-against-name'];
const showsNothing = different.m / different.u;
/** What it weighs when it shows the name of somebody else. */
const showsAnother = 0.02;
/** From so many bits on a candidate explains a handle. */
const explains = 8;
const rounds = 20;
/** Beyond this, bits make no difference and powers of two would overflow. */
const most = 200;

/** What is likely of one profile. */
export interface Posterior {
  /** That it is the best candidate's. */
  best: number;
  /** That it is of somebody in the list at all. */
  inside: number;
}

/**
 * How likely a profile is its best candidate's: against the other candidates, against those in the list whose name it
 * does not show,
 * and against everybody else.
 *
 * @param candidates what speaks for each in bits, without a prior, the best first.
 * @param share how large a share of profiles is of somebody in the list.
 * @param total how many are in the list.
 */
export function posterior(candidates: readonly number[], share: number, total: number): Posterior {
  const unlike = (candidates[0] ?? 0) > explains ? showsAnother : showsNothing;
  const odds = (bits: number): number => (share / total) * 2 ** Math.min(bits, most);
  let inside = share * unlike;
  for (const bits of candidates) inside += odds(bits);
  const sum = inside + 1 - share;
  return { best: candidates.length === 0 ? 0 : odds(candidates[0] as number) / sum, inside: inside / sum };
}

/**
 * How much must speak for a candidate for it to have a probability, in bits.
 *
 * @param others what speaks for the other candidates.
 */
export function bitsFor(probability: number, others: readonly number[], share: number, total: number): number {
  const odds = (bits: number): number => (share / total) * 2 ** Math.min(bits, most);
  let rest = 1 - share + share * showsAnother;
  for (const bits of others) rest += odds(bits);
  const certain = Math.min(probability, 1 - 2 ** -40);
  return Math.log2((certain / (1 - certain)) * (rest / (share / total)));
}

/**
 * How large a share of profiles is of somebody in the list, by expectation maximization, as if one more profile were
 * in it and one were not.
 */
export function shareInside(all: readonly (readonly number[])[], total: number): number {
  let share = 0.5;
  for (let round = 0; round < rounds; round += 1) {
    let inside = 1;
    for (const candidates of all) inside += posterior(candidates, share, total).inside;
    share = inside / (all.length + 2);
  }
  return share;
}
