import { decodeDocument } from '../../core/text/decode-document.js';
import { normalizeUrl } from '../../identity/normalize/url.js';
import type { Answered, Desk, LookUp } from '../desk.js';
import { polite } from '../services.js';
import type { OutsideWeb } from '../web/outside-web.js';
import { readPage, type SitePage, sitePage } from '../web/read-page.js';
import { mayVisit, type Robots, robots, robotsOf } from '../web/robots.js';

/** The name by which sites may address us in `robots.txt`. */
const agent = 'kenning';
const longestRobots = 512_000;
const longestPage = 3_000_000;
/** Where a site wants longer waits than this, its first page is enough. */
const longestDelayMs = 30_000;

const nothing: SitePage = { names: [], me: [], people: [], links: [], more: [] };

/**
 * Reads the first page of a site and at most two that tell more of whose it is, as far as its `robots.txt` lets us, with the
 * waits that it asks for.
 *
 * @returns undefined when there is no answer for now.
 */
export async function readSite(url: string, web: OutsideWeb, desk: Desk): Promise<Answered<SitePage> | undefined> {
  const { origin } = new URL(url);
  const rules = await desk.ask(robotsLookUp(origin, web));
  if (!rules) return undefined;
  if (!mayVisit(rules.answer, new URL(url))) return { answer: nothing, at: rules.at };
  const first = await desk.ask(pageLookUp(url, rules.answer, web));
  if (!first) return undefined;
  const pages = [first.answer];
  if (rules.answer.crawlDelayMs <= longestDelayMs)
    for (const more of first.answer.more.filter((one) => mayVisit(rules.answer, new URL(one)))) {
      const page = await desk.ask(pageLookUp(more, rules.answer, web));
      if (page) pages.push(page.answer);
    }
  const all = <Item>(of: (page: SitePage) => Item[]): Item[] => [...new Set(pages.flatMap(of))];
  return {
    answer: {
      names: all(({ names }) => names),
      me: all(({ me }) => me),
      people: all(({ people }) => people),
      links: all(({ links }) => links),
      more: [],
    },
    at: first.at,
  };
}

/** Where there is no such file, everything may be visited (RFC 9309, section 2.3.1.3). */
function robotsLookUp(origin: string, web: OutsideWeb): LookUp<Robots> {
  return {
    service: 'sites',
    lane: `robots ${new URL(origin).host}`,
    limits: polite.limits,
    key: `robots ${origin}`,
    schema: robots,
    async send(signal) {
      const options = { accept: 'text/plain', maxBytes: longestRobots, signal };
      const found = await web.read(`${origin}/robots.txt`, options);
      return robotsOf(found ? new TextDecoder().decode(found.bytes) : '', agent);
    },
  };
}

function pageLookUp(url: string, { crawlDelayMs }: Robots, web: OutsideWeb): LookUp<SitePage> {
  return {
    service: 'sites',
    lane: `pages ${new URL(url).host}`,
    limits: crawlDelayMs > 1000 ? [{ requests: 1, perMs: crawlDelayMs }] : polite.limits,
    key: `page ${url}`,
    schema: sitePage,
    async send(signal) {
      const found = await web.read(url, { accept: 'text/html, application/xhtml+xml', maxBytes: longestPage, signal });
      // A site that sends us to another one says nothing itself.
      if (!found || !isHtml(found.type) || hostOf(found.url) !== hostOf(url)) return nothing;
      return readPage(decodeDocument(found.bytes, found.charset), found.url);
    },
  };
}

function isHtml(type: string): boolean {
  return type === '' || type === 'text/html' || type === 'application/xhtml+xml';
}

function hostOf(url: string): string | undefined {
  return normalizeUrl(url)?.host;
}
