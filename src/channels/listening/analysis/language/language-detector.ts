/** Finds the language of a text. */
export interface LanguageDetector {
  /** Names it where signals are stored. */
  id: string;
  /** A BCP 47 primary subtag such as `en`; `und` when the text does not tell. */
  detect(text: string): string;
}
