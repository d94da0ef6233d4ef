/** Numbers from 0 to 1, the same for the same seed (mulberry32, T. Ettinger). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Of this run; `KENNING_SEED` repeats one. Tests have it in their names. */
export const seed = Number(process.env.KENNING_SEED ?? Date.now() % 1_000_000);
/** How many interactions go through a broken network: all take a minute or two, so fewer where everything is tested. */
export const amount = Number(process.env.KENNING_FAULTS ?? (process.env.CI ? 3000 : 10_000));
