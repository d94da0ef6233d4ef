import { digest } from '../../../core/digest.js';
import type { Card, Property } from './card.js';
import { type ContentLine, contentLine, parameterOf, unescaped } from './content-line.js';

/**
 * What we wrote into a card is marked there, by a parameter that other programs keep: which write it was, and a hash of
 * what it said. So a write that comes again is known, and what is ours can be taken back while nobody has changed it.
 */
const parameter = 'X-KENNING';
/** Holds the line that one of ours took the place of, without signs that programs write their own way. */
const before = 'X-KENNING-BEFORE';

/** How a write is called in a card. */
export async function nameOfWrite(key: string): Promise<string> {
  return (await digest(key)).slice(0, 16);
}

export function wasWritten(card: Card, write: string): boolean {
  return card.lines.some((line) => markOf(line).startsWith(`${write}-`));
}

/** Adds a line of ours. */
export async function addOwn(card: Card, property: Property, write: string): Promise<void> {
  card.add(await marked(property, write));
}

/** Puts a line of ours in the place of another, which is kept unless it is ours too. */
export async function replaceByOwn(card: Card, line: ContentLine, property: Property, write: string): Promise<void> {
  const [own, earlier] = [await marked(property, write), markOf(line)];
  const kept = earlier ? card.all(before).find((one) => markOf(one) === earlier) : undefined;
  card.replace(line, own);
  if (earlier && !(await isUnchanged(line))) card.add(beforeLine(line.raw, own));
  else if (kept) card.replace(kept, { ...kept, parameters: [[parameter, [markOf(own)]]] });
  else if (!earlier) card.add(beforeLine(line.raw, own));
}

/**
 * Takes back what we wrote where nobody has changed it since, and puts back what stood there before. What somebody has
 * changed stays, and is no longer ours.
 *
 * @param writes those alone; all of ours when absent
 */
export async function takeBack(card: Card, writes?: readonly string[]): Promise<void> {
  const isMeant = (line: ContentLine) =>
    markOf(line) !== '' && (!writes || writes.includes(markOf(line).split('-')[0] as string));
  for (const line of card.lines.filter((one) => one.name !== before && isMeant(one))) {
    const kept = card.all(before).find((one) => markOf(one) === markOf(line));
    if (!(await isUnchanged(line))) card.replace(line, withoutMark(line));
    else {
      const earlier = kept && lineBefore(kept);
      if (earlier) card.replace(line, earlier);
      else card.remove(line);
    }
  }
  // Of a line that somebody took away nothing is put back.
  for (const line of card.all(before)) if (isMeant(line)) card.remove(line);
}

function markOf(line: Pick<ContentLine, 'parameters'>): string {
  return parameterOf({ ...line, raw: '', name: '', value: '' }, parameter)[0] ?? '';
}

function withoutMark({ parameters, ...line }: Property): Property {
  return { ...line, parameters: parameters.filter(([name]) => name !== parameter) };
}

async function marked(property: Property, write: string): Promise<Property> {
  const plain = withoutMark(property);
  const mark = `${write}-${await hashOf(property.value)}`;
  return { ...plain, parameters: [...plain.parameters, [parameter, [mark]]] };
}

async function isUnchanged(line: ContentLine): Promise<boolean> {
  return markOf(line).split('-')[1] === (await hashOf(line.value));
}

/** Servers write escapes their own way, so it is of what is meant. */
async function hashOf(value: string): Promise<string> {
  return (await digest(unescaped(value))).slice(0, 8);
}

function beforeLine(raw: string, own: Property): Property {
  const line = raw.replace(/(?:\r\n|\n|\r)[ \t]/g, '').replace(/[\r\n]+$/, '');
  return { name: before, parameters: [[parameter, [markOf(own)]]], value: encodeURIComponent(line) };
}

/** Others can write into a card too, so it may be no line. */
function lineBefore({ value }: ContentLine): ContentLine | undefined {
  try {
    const line = contentLine(decodeURIComponent(value).replace(/[\r\n]+/g, ' '));
    return line.name === '' ? undefined : line;
  } catch {
    return undefined;
  }
}
