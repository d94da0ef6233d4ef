import type { TextEntity } from '../model/content.js';

/** The most entities that a text may have. */
export const mostEntities = 5000;

interface Open {
  type: TextEntity['type'];
  url?: string;
  /** -1 until something visible stands in it. */
  start: number;
}

/**
 * Puts text together as a page shows it: white space counts once, and breaks are written only before something visible,
 * so that the offsets of entities never have to be moved.
 */
export class TextBuilder {
  readonly entities: TextEntity[] = [];
  readonly #maxLength: number;
  readonly #open: Open[] = [];
  #text = '';
  #space = false;
  #breaks = 0;
  #prefix = '';
  /** Whether the text has reached its greatest length: what comes later is left out. */
  full = false;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** Text in which any white space is one space. */
  flow(text: string): void {
    for (const match of text.matchAll(/([ \t\n\r\f\v\u00a0]+)|[^ \t\n\r\f\v\u00a0]+/g)) {
      if (match[1] !== undefined) this.#space = true;
      else this.#append(match[0]);
      if (this.full) return;
    }
  }

  /** Text whose white space is kept. */
  verbatim(text: string): void {
    if (text !== '') this.#append(text.replace(/\r\n?/g, '\n'));
  }

  /** A gap between words. */
  space(): void {
    this.#space = true;
  }

  /** A new line, or with 2 an empty line between. */
  block(breaks: 1 | 2): void {
    this.#breaks = Math.max(this.#breaks, breaks);
  }

  lineBreak(): void {
    this.#breaks = Math.min(this.#breaks + 1, 2);
  }

  /** What stands before the next visible text, if any comes. */
  bullet(prefix: string): void {
    this.#prefix = prefix;
  }

  open(type: TextEntity['type'], url?: string): void {
    this.#open.push({ type, start: -1, ...(url !== undefined && { url }) });
  }

  /** Ends the innermost open entity of this type. */
  close(type: TextEntity['type']): void {
    const index = this.#open.findLastIndex((open) => open.type === type);
    const [open] = index < 0 ? [] : this.#open.splice(index, 1);
    if (!open || open.start < 0 || this.entities.length >= mostEntities) return;
    const { start, url } = open;
    this.entities.push({ type, start, end: this.#text.length, ...(url !== undefined && { url }) });
  }

  /** The text and its entities in their order. */
  finish(): { text: string; entities: TextEntity[] } {
    while (this.#open.length > 0) this.close((this.#open.at(-1) as Open).type);
    const text = this.#text.trimEnd();
    const entities = this.entities
      .map((entity) => ({ ...entity, end: Math.min(entity.end, text.length) }))
      .filter(({ start, end }) => start < end)
      .sort((left, right) => left.start - right.start || right.end - left.end);
    return { text, entities };
  }

  #append(visible: string): void {
    if (this.full) return;
    const empty = this.#text === '';
    const gap = empty ? '' : this.#breaks > 0 ? '\n'.repeat(this.#breaks) : this.#space ? ' ' : '';
    const before = gap + this.#prefix;
    const start = this.#text.length + before.length;
    const room = this.#maxLength - start;
    if (room < visible.length) this.full = true;
    if (room <= 0) return;
    const piece =
      visible.length > room
        ? visible
            .slice(0, room)
            .toWellFormed()
            .replace(/\ufffd$/, '')
        : visible;
    this.#text += before + piece;
    this.#space = false;
    this.#breaks = 0;
    this.#prefix = '';
    for (const open of this.#open) if (open.start < 0) open.start = start;
  }
}
