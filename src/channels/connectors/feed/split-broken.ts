/** A broken document of XML, taken apart where its items begin. */
export interface BrokenDocument {
  /** Everything before the first item. */
  head: string;
  /** Only the elements that must stand around an item. */
  root: string;
  items: string[];
}

const itemStart = /<(?:item|entry)(?=[\s>/])/gi;
const itemEnd = /<\/(?:item|entry)\s{0,10}>/gi;
const rootStart = /<(?:rss|feed|rdf:RDF)(?=[\s>])/i;
const longestRoot = 20_000;
const mostItems = 10_000;

/** Takes a document apart; undefined when nothing in it looks like an item. */
export function splitBroken(text: string): BrokenDocument | undefined {
  const start = text.search(rootStart);
  const end = start < 0 ? -1 : text.indexOf('>', start);
  if (end < 0 || end - start > longestRoot) return undefined;
  const tag = text.slice(start, end + 1);
  const starts: number[] = [];
  for (const match of text.matchAll(itemStart)) {
    starts.push(match.index);
    if (starts.length >= mostItems) break;
  }
  if (starts.length === 0) return undefined;
  const items = starts.map((start, index) => upToEnd(text.slice(start, starts[index + 1])));
  return { head: text.slice(0, starts[0]), root: /^<rss/i.test(tag) ? `${tag}<channel>` : tag, items };
}

/** An item up to its last end tag; one without an end stays broken. */
function upToEnd(item: string): string {
  let end = 0;
  for (const match of item.matchAll(itemEnd)) end = match.index + match[0].length;
  return end === 0 ? item : item.slice(0, end);
}
