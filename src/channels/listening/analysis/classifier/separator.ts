/** Vectors of all training texts behind one another. */
export interface Rows {
  /** Where each row begins, and after the last one its end. */
  starts: Int32Array;
  columns: Int32Array;
  values: Float32Array;
  /** Their number of columns. */
  width: number;
}

export interface SeparatorOptions {
  /** How much a text on the wrong side costs, one number a row. */
  costs: Float32Array;
  /** How often all rows are gone through at most. */
  passes: number;
}

const tolerance = 0.02;

/**
 * The weights that tell the rows of a class (`sides` 1) from all others (-1), the last of them a constant: a linear
 * support vector machine with squared hinge loss, by dual coordinate descent (Hsieh et al. 2008, as in LIBLINEAR).
 * The same rows give the same weights.
 */
export function separate(
  { starts, columns, values, width }: Rows,
  sides: Int8Array,
  options: SeparatorOptions,
): Float32Array {
  const { costs, passes } = options;
  const count = sides.length;
  const weights = new Float32Array(width + 1);
  const shares = new Float32Array(count);
  const curvature = new Float32Array(count);
  const order = Int32Array.from(sides, (_, row) => row);
  for (let row = 0; row < count; row += 1) {
    let sum = 1 + 0.5 / (costs[row] as number);
    for (let at = starts[row] as number; at < (starts[row + 1] as number); at += 1) sum += (values[at] as number) ** 2;
    curvature[row] = sum;
  }
  const random = randomNumbers(count);
  let active = count;
  let previous = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < passes; pass += 1) {
    let steepest = 0;
    for (let at = 0; at < active; at += 1) {
      const other = at + random(active - at);
      const swapped = order[at] as number;
      order[at] = order[other] as number;
      order[other] = swapped;
    }
    for (let at = 0; at < active; at += 1) {
      const row = order[at] as number;
      const side = sides[row] as number;
      const share = shares[row] as number;
      const begin = starts[row] as number;
      const end = starts[row + 1] as number;
      let score = weights[width] as number;
      for (let place = begin; place < end; place += 1)
        score += (values[place] as number) * (weights[columns[place] as number] as number);
      const slope = side * score - 1 + (share * 0.5) / (costs[row] as number);
      if (share === 0 && slope >= 0) {
        // It lies far on its side: it is left out until the others have settled.
        if (slope > previous) {
          active -= 1;
          order[at] = order[active] as number;
          order[active] = row;
          at -= 1;
        }
        continue;
      }
      steepest = Math.max(steepest, Math.abs(slope));
      const next = Math.max(share - slope / (curvature[row] as number), 0);
      const step = (next - share) * side;
      shares[row] = next;
      weights[width] = (weights[width] as number) + step;
      for (let place = begin; place < end; place += 1) {
        const column = columns[place] as number;
        weights[column] = (weights[column] as number) + step * (values[place] as number);
      }
    }
    if (steepest <= tolerance) {
      if (active === count) break;
      active = count;
      previous = Number.POSITIVE_INFINITY;
    } else previous = steepest;
  }
  return weights;
}

/** Whole numbers below a limit, the same for the same seed (xorshift). */
function randomNumbers(seed: number): (below: number) => number {
  let state = (seed ^ 0x2545f491) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
