/** What is kept of a token, each a column of its row. */
const width = 8;
const columns = { term: 0, kind: 1, from: 2, to: 3, start: 4, end: 5, position: 6, next: 7 } as const;

/** The tokens of one post, in one typed array that is used again for the next. */
export class TokenTable {
  length = 0;
  #rows = new Int32Array(width * 256);

  /** @returns the number of the token */
  add(term: number, kind: number, from: number, to: number, start: number, end: number, position: number): number {
    const at = this.length * width;
    if (at === this.#rows.length) this.#grow();
    const rows = this.#rows;
    rows[at + columns.term] = term;
    rows[at + columns.kind] = kind;
    rows[at + columns.from] = from;
    rows[at + columns.to] = to;
    rows[at + columns.start] = start;
    rows[at + columns.end] = end;
    rows[at + columns.position] = position;
    rows[at + columns.next] = -1;
    this.length += 1;
    return this.length - 1;
  }

  #grow(): void {
    const rows = new Int32Array(this.#rows.length * 2);
    rows.set(this.#rows);
    this.#rows = rows;
  }

  term = (token: number): number => this.#rows[token * width + columns.term] as number;
  kind = (token: number): number => this.#rows[token * width + columns.kind] as number;
  /** Where its folded units begin and end. */
  from = (token: number): number => this.#rows[token * width + columns.from] as number;
  to = (token: number): number => this.#rows[token * width + columns.to] as number;
  /** Where it stands in the text. */
  start = (token: number): number => this.#rows[token * width + columns.start] as number;
  end = (token: number): number => this.#rows[token * width + columns.end] as number;
  /** The number of its word. */
  position = (token: number): number => this.#rows[token * width + columns.position] as number;
  /** The next token of the same term, -1 after the last. */
  next = (token: number): number => this.#rows[token * width + columns.next] as number;

  link(token: number, next: number): void {
    this.#rows[token * width + columns.next] = next;
  }
}
