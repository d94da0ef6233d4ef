/**
 * The order of two texts by their code points, which is the order of their bytes in UTF-8 and so the databases'. JavaScript's own
 * puts letters beyond U+FFFF before some that come first.
 */
export function textOrder(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (a !== b) return placeOf(a) - placeOf(b);
  }
  return left.length - right.length;
}

/** Halves of letters beyond U+FFFF go behind all others. */
function placeOf(unit: number): number {
  return unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
