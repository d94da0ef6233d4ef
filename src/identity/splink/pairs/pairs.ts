/** So many pairs at most are asked of at once, so that what is noted of them stays near. */
export const mostAtOnce = 512;

/** Pairs of one row with others, each row given by where its numbers begin. */
export interface Pairs {
  left: number;
  rights: Uint32Array;
  /** Counts up with each new pairs, so that what was noted of others is known to be old. */
  round: number;
}
