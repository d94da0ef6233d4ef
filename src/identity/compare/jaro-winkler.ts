/** Winkler's bonus for a common beginning: this much of what is missing, for each of the first four letters. */
const prefixScale = 0.1;
/** Below this similarity a common beginning says nothing. */
const bonusAbove = 0.7;

/** Reused: a comparison allocates nothing for strings up to this length. */
let leftTaken = new Uint8Array(64);
let rightTaken = new Uint8Array(64);

/**
 * The Jaro similarity of two strings, from 0 to 1, by UTF-16 units. Two empty strings are equal.
 *
 * M. A. Jaro, "Advances in record-linkage methodology as applied to matching the 1985 census of Tampa, Florida", JASA
 * 84 (1989).
 */
export function jaro(left: string, right: string): number {
  if (left === right) return 1;
  // The greedy pairing depends on the side it starts from; one order for both makes it symmetric.
  const [a, b] =
    left.length < right.length || (left.length === right.length && left < right) ? [left, right] : [right, left];
  if (a.length === 0) return 0;
  if (b.length > leftTaken.length) {
    leftTaken = new Uint8Array(b.length * 2);
    rightTaken = new Uint8Array(b.length * 2);
  }
  leftTaken.fill(0, 0, a.length);
  rightTaken.fill(0, 0, b.length);
  const reach = Math.max(0, (b.length >> 1) - 1);
  let matches = 0;
  for (let i = 0; i < a.length; i += 1) {
    const unit = a.charCodeAt(i);
    const end = Math.min(b.length, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < end; j += 1)
      if (rightTaken[j] === 0 && b.charCodeAt(j) === unit) {
        leftTaken[i] = 1;
        rightTaken[j] = 1;
        matches += 1;
        break;
      }
  }
  if (matches === 0) return 0;
  let misplaced = 0;
  let j = 0;
  for (let i = 0; i < a.length; i += 1) {
    if (leftTaken[i] === 0) continue;
    while (rightTaken[j] === 0) j += 1;
    if (a.charCodeAt(i) !== b.charCodeAt(j)) misplaced += 1;
    j += 1;
  }
  return (matches / a.length + matches / b.length + (matches - (misplaced >> 1)) / matches) / 3;
}

/**
 * The Jaro–Winkler similarity of two strings, from 0 to 1: Jaro's, raised for a common beginning of up to four units.
 *
 * W. E. Winkler, "String comparator metrics and enhanced decision rules in the Fellegi–Sunter model of record linkage"
 * (1990).
 *
 * @example
 * jaroWinkler('martha', 'marhta') // 0.9611…
 */
export function jaroWinkler(left: string, right: string): number {
  const similarity = jaro(left, right);
  if (similarity <= bonusAbove) return similarity;
  const most = Math.min(4, left.length, right.length);
  let common = 0;
  while (common < most && left.charCodeAt(common) === right.charCodeAt(common)) common += 1;
  return similarity + common * prefixScale * (1 - similarity);
}
