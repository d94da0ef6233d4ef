import { KenningError } from '../../../core/errors.js';
import { type ContentLine, contentLines, lineOf } from './content-line.js';

export type CardVersion = '3.0' | '4.0';

/** What a property is made of. */
export type Property = Omit<ContentLine, 'raw'>;

/** The most lines that a card may have. */
const mostLines = 20_000;

/**
 * A card as its lines. Those that nobody touches stay byte for byte: unknown properties, their parameters, groups, folds
 * and order.
 */
export class Card {
  readonly version: CardVersion;
  readonly #lines: ContentLine[];
  readonly #end: string;

  private constructor(lines: ContentLine[], version: CardVersion, end: string) {
    this.#lines = lines;
    this.version = version;
    this.#end = end;
  }

  /** @throws KenningError `invalid` for what is no card, several cards, or one of another version. */
  static read(text: string): Card {
    const lines = contentLines(text);
    const kept = lines.filter(({ raw }) => raw.trim() !== '');
    const count = (name: string) => kept.filter((line) => isFrame(line, name)).length;
    if (lines.length > mostLines) throw new KenningError('too-large', `The card has more than ${mostLines} lines.`);
    if (kept[0]?.name !== 'BEGIN' || kept.at(-1)?.name !== 'END' || count('BEGIN') !== 1 || count('END') !== 1)
      throw new KenningError('invalid', 'This is not one whole vCard.');
    const version = kept.find(({ name }) => name === 'VERSION')?.value.trim();
    if (version !== '3.0' && version !== '4.0')
      throw new KenningError('invalid', 'The vCard is of no version that is read: 3.0 or 4.0.');
    return new Card(lines, version, /\r\n|\n|\r/.exec(text)?.[0] ?? '\r\n');
  }

  /** A card with nothing in it yet. */
  static empty(version: CardVersion): Card {
    return Card.read(`BEGIN:VCARD\r\nVERSION:${version}\r\nEND:VCARD\r\n`);
  }

  all(...names: string[]): ContentLine[] {
    return this.#lines.filter(({ name }) => names.includes(name));
  }

  /** The one of a property that its card prefers, else the first. */
  first(name: string): ContentLine | undefined {
    const lines = this.all(name);
    return lines.find(isPreferred) ?? lines[0];
  }

  get lines(): readonly ContentLine[] {
    return this.#lines;
  }

  add(property: Property): ContentLine {
    const line = lineOf(property, this.#end);
    this.#lines.splice(
      this.#lines.findLastIndex(({ name }) => name === 'END'),
      0,
      line,
    );
    return line;
  }

  replace(line: ContentLine, property: Property): void {
    const at = this.#lines.indexOf(line);
    if (at >= 0) this.#lines[at] = lineOf(property, this.#end);
  }

  remove(line: ContentLine): void {
    const at = this.#lines.indexOf(line);
    if (at >= 0) this.#lines.splice(at, 1);
  }

  text(): string {
    return this.#lines.map(({ raw }) => raw).join('');
  }
}

function isFrame({ name, value }: ContentLine, wanted: string): boolean {
  return name === wanted && value.trim().toUpperCase() === 'VCARD';
}

function isPreferred({ parameters }: ContentLine): boolean {
  return parameters.some(
    ([name, values]) =>
      (name === 'PREF' && values[0] === '1') ||
      (name === 'TYPE' && values.some((value) => value.toLowerCase().split(',').includes('pref'))),
  );
}
