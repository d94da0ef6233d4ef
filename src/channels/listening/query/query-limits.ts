/** How long a query may be, in UTF-16 units. */
export const mostCharacters = 100_000;
/** How deep parentheses, NOT and NEAR may lie in each other. */
export const mostLevels = 1000;
/** How many NEAR may lie in each other: each looks at every place of those in it. */
export const mostNears = 20;
/** The farthest that NEAR and `~` look, in words. */
export const mostApart = 100;
/** How many words may stand in a phrase with `~`. */
export const mostLooseWords = 20;
/** How many words may stand in a phrase. */
export const mostWords = 100;
/** How long raw text may be, in UTF-16 units. */
export const longestRaw = 300;
