const dayMs = 86_400_000;

/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. The zones are the runtime's own. */
export type ZoneOffset = (time: number) => number;

export function zoneOffset(timeZone: string): ZoneOffset {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  return (time) => {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(time)) parts[type] = Number(value);
    const { year = 0, month = 1, day, hour, minute, second } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
  };
}

/**
 * The first moment at which the zone's clocks show a local time or a later one. A time that clocks skip begins when they
 * jump; one that they show twice begins the first time.
 *
 * @param local what the clocks show, as if it were UTC
 */
export function momentOf(local: number, offsetAt: ZoneOffset): number {
  const before = offsetAt(local - dayMs);
  const after = offsetAt(local + dayMs);
  const early = local - Math.max(before, after);
  const late = local - Math.min(before, after);
  for (const candidate of [early, late]) if (candidate + offsetAt(candidate) === local) return candidate;
  return firstShowing(local, early, late, offsetAt);
}

/** Halves the stretch in which the clocks jump. */
function firstShowing(local: number, from: number, to: number, offsetAt: ZoneOffset): number {
  let [shows, later] = [from, to];
  while (later - shows > 1000) {
    const middle = shows + Math.floor((later - shows) / 2000) * 1000;
    if (middle + offsetAt(middle) >= local) later = middle;
    else shows = middle;
  }
  return later;
}
