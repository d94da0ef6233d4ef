/** How far ahead of the newest bin a time is believed at once, in milliseconds. */
const farthestAhead = 14 * 86_400_000;
/** A time out of reach is believed when so many in a row agree on it. */
const witnesses = 3;

/** Times out of reach that were not believed so far. Plain JSON. */
export interface Doubt {
  bin: number;
  times: number;
}

/** Where a bin lies beside the newest one. */
export type Arrival = 'newest' | 'next' | 'late' | 'restart' | 'too late' | 'too far ahead';

/**
 * Says what to do with a count of a bin. One that is out of reach, behind the longest span or weeks ahead, is a clock that is
 * wrong, until three in a row agree.
 */
export function arrivalOf(
  bin: number,
  { newest, reach, everyMs }: { newest: number | undefined; reach: number; everyMs: number },
  standing: { doubt?: Doubt },
): Arrival {
  const ahead = Math.ceil(farthestAhead / everyMs);
  if (newest === undefined) return 'next';
  if (bin > newest - reach && bin <= newest + ahead) {
    delete standing.doubt;
    return bin === newest ? 'newest' : bin > newest ? 'next' : 'late';
  }
  const { doubt } = standing;
  const times = doubt && bin >= doubt.bin && bin - doubt.bin <= ahead ? doubt.times + 1 : 1;
  standing.doubt = { bin, times };
  if (times < witnesses) return bin < newest ? 'too late' : 'too far ahead';
  delete standing.doubt;
  return 'restart';
}
