/** How a server writes its answers, for the suites, which put what is wrong into them. */
export interface AnswerFormat {
  /** What a text says, as objects, lists and texts. May throw for what is none. */
  parse(text: string): unknown;
  write(value: unknown): string;
  /** What may stand wrongly where a record should. Defaults to what JSON can say: null, a number, a text, an object, a list. */
  wrongs?: readonly unknown[];
}

/** The format that most servers write. */
export const json: AnswerFormat & { wrongs: readonly unknown[] } = {
  parse: (text) => JSON.parse(text) as unknown,
  write: (value) => JSON.stringify(value),
  wrongs: [null, 7, 'x', {}, []],
};
