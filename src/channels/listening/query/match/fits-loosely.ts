/**
 * Whether words stand together in any order, each at a place of its own, with at most `apart` others among them.
 *
 * @param lists of each word: where it stands, ascending
 */
export function fitsLoosely(lists: readonly (readonly number[])[], apart: number): boolean {
  if (lists.some((list) => list.length === 0)) return false;
  const places = [...new Set(lists.flat())].sort((one, other) => one - other);
  const reach = lists.length + apart;
  const starts = lists.map(() => 0);
  for (let at = 0, end = 0; at < places.length; at += 1) {
    const first = places[at] as number;
    while (end < places.length && (places[end] as number) < first + reach) end += 1;
    if (end - at < lists.length) continue;
    const windows = lists.map((list, word) => {
      let start = starts[word] as number;
      while (start < list.length && (list[start] as number) < first) start += 1;
      starts[word] = start;
      return { list, start, end: first + reach };
    });
    if (havePlaces(windows)) return true;
  }
  return false;
}

interface Window {
  list: readonly number[];
  start: number;
  end: number;
}

/** Whether each word can have a place that no other has: H. W. Kuhn's augmenting paths (1955). */
function havePlaces(windows: readonly Window[]): boolean {
  const owner = new Map<number, number>();
  const settle = (word: number, tried: Set<number>): boolean => {
    const { list, start, end } = windows[word] as Window;
    for (let at = start; at < list.length && (list[at] as number) < end; at += 1) {
      const place = list[at] as number;
      if (tried.has(place)) continue;
      tried.add(place);
      const other = owner.get(place);
      if (other !== undefined && !settle(other, tried)) continue;
      owner.set(place, word);
      return true;
    }
    return false;
  };
  return windows.every((_, word) => settle(word, new Set()));
}
