/** What a saved search looks at. Everything but the text may be absent; a field that is absent fits no value. */
export interface SearchedPost {
  /** What comes after the first 1,000,000 UTF-16 units is not looked at. */
  text: string;
  /** Searched like the text. No phrase reaches from one into the other. */
  title?: string;
  network?: string;
  /** What it is by itself: `post`, `message`, `review`. */
  kind?: string;
  /** BCP 47. `lang:pt` finds `pt-BR` too. */
  language?: string;
  /** What its author is called: handles, ids; without `@`, in any case. */
  author?: string | readonly string[];
  /** How many follow the author. */
  followers?: number;
  /** `positive`, `negative`, `neutral` or `mixed`. */
  sentiment?: string;
  /** Where it lies, and links beside those that stand in the text. */
  links?: readonly string[];
}

/** How much of a text is looked at, in UTF-16 units. */
export const longestText = 1_000_000;
