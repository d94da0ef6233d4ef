import { KenningError } from '../core/errors.js';

/** Names in the order in which they changed last. */
export class Journal {
  readonly #places = new Map<string, number>();
  #last = 0;

  /** Says that something changed. */
  note(id: string): void {
    this.#places.delete(id);
    this.#last += 1;
    this.#places.set(id, this.#last);
  }

  /** The place after all that has changed. */
  get end(): string {
    return String(this.#last);
  }

  /**
   * What changed after a place, oldest first; each once.
   *
   * @throws `invalid` for a place that is none
   */
  after(place: string | undefined, limit: number): { ids: string[]; next?: string } {
    if (place !== undefined && !/^\d{1,15}$/.test(place))
      throw new KenningError('invalid', 'This place is none of ours.');
    const from = Number(place ?? 0);
    const rest = [...this.#places].filter(([, at]) => at > from);
    const given = rest.slice(0, limit);
    return {
      ids: given.map(([id]) => id),
      ...(rest.length > limit && { next: String(given.at(-1)?.[1]) }),
    };
  }
}
