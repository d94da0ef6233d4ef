/** What a UTF-16 code unit is when a text is taken apart. */
export const space = 0;
export const letter = 1;
export const symbol = 2;

let kinds: Uint8Array | undefined;

/** The kind of every code unit; halves of surrogate pairs are symbols, so that broken ones do no harm. */
export function characterKinds(): Uint8Array {
  if (kinds) return kinds;
  const made = new Uint8Array(65_536).fill(symbol);
  for (let unit = 0; unit < made.length; unit += 1) {
    const character = String.fromCharCode(unit);
    if (/[\p{L}\p{N}\p{M}]/u.test(character)) made[unit] = letter;
    else if (/[\s\p{Cc}\p{Cf}]/u.test(character)) made[unit] = space;
  }
  kinds = made;
  return made;
}

export const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
export const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;
