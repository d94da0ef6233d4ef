import { KenningError } from '../../../core/errors.js';
import type { Rejected } from '../../../core/page.js';
import { readAtom } from './atom-document.js';
import type { FeedDocument } from './feed-document.js';
import { readJson } from './json-document.js';
import { readRdf, readRss } from './rss-document.js';
import { splitBroken } from './split-broken.js';

type Feedsmith = Pick<typeof import('feedsmith'), 'parseFeed'>;

const mostEntries = 10_000;

/** Loads the parser of feeds when it is first needed; apps that read none need not install it. */
async function loadFeedsmith(): Promise<Feedsmith> {
  try {
    return await import('feedsmith');
  } catch (cause) {
    throw new KenningError('unsupported', 'Reading feeds needs the package feedsmith: npm install feedsmith@3', {
      cause,
    });
  }
}

/**
 * Reads a feed's document. When it is broken, its items are read one by one, so that the good ones go through.
 *
 * @param place - What errors call it.
 * @throws KenningError `invalid` when it is no feed.
 */
export async function parseDocument(text: string, place: string): Promise<FeedDocument> {
  const feedsmith = await loadFeedsmith();
  try {
    return bounded(read(feedsmith, text, place), place);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const rescued = error.name === 'DetectError' ? undefined : rescue(feedsmith, text, place);
    if (rescued) return bounded(rescued, place);
    throw new KenningError('invalid', `${place} is no feed that can be read (RSS, Atom, JSON Feed): ${whyOf(error)}`, {
      cause: error,
    });
  }
}

/** Whatever the parser throws says that it could not read the text. */
function read({ parseFeed }: Feedsmith, text: string, place: string): FeedDocument {
  const parsed = parseFeed(text, { maxItems: mostEntries + 1 });
  switch (parsed.format) {
    case 'rss':
      return readRss(parsed.feed);
    case 'rdf':
      return readRdf(parsed.feed);
    case 'atom':
      return readAtom(parsed.feed);
    case 'json':
      return { ...readJson(parsed.feed), rejected: junkIn(text, place) };
  }
}

function rescue(feedsmith: Feedsmith, text: string, place: string): FeedDocument | undefined {
  const broken = splitBroken(text);
  if (!broken) return undefined;
  let document: FeedDocument | undefined;
  let head = broken.root;
  try {
    document = read(feedsmith, broken.head, place);
    head = broken.head;
  } catch {
    // What stands before the first item is broken too; the items can do without it.
  }
  document ??= { people: [], entries: [], rejected: [] };
  // Each item is read with what stands before the first one, for its namespaces; a long head is not read so often.
  if (head.length * broken.items.length > 100_000_000) head = broken.root;
  for (const [index, item] of broken.items.entries()) {
    try {
      document.entries.unshift(...read(feedsmith, head + item, place).entries);
    } catch (error) {
      document.rejected.push({ reason: `broken: ${whyOf(error as Error)}`, at: `${place}, item ${index + 1}` });
    }
  }
  return document.entries.length > 0 ? document : undefined;
}

/** Items of a JSON feed that are no objects are left out by the parser without a word. */
function junkIn(text: string, place: string): Rejected[] {
  const { items } = JSON.parse(text) as { items?: unknown };
  if (!Array.isArray(items)) return [];
  return items
    .flatMap((item, index): Rejected[] =>
      typeof item === 'object' && item !== null
        ? []
        : [{ reason: 'broken: an item must be an object', at: `${place}, item ${index + 1}` }],
    )
    .slice(0, 1000);
}

function bounded(document: FeedDocument, place: string): FeedDocument {
  const { entries, rejected } = document;
  if (entries.length <= mostEntries) return document;
  const note = { reason: `too-many-items: the newest ${mostEntries} are read`, at: place };
  return { ...document, entries: entries.slice(-mostEntries), rejected: [...rejected, note] };
}

function whyOf(error: Error): string {
  const why = error.cause instanceof Error ? error.cause.message : error.message;
  // The parser quotes what it read, which may be anything.
  return why.split(' at position')[0]?.split('. Context')[0]?.slice(0, 200) ?? '';
}
