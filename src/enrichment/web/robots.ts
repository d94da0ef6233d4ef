import { z } from 'zod';

/** What a site asks of whoever visits it by machine. */
export interface Robots {
  rules: { allow: boolean; path: string }[];
  /** The wait between two visits that it asks for; 0 when it asks for none. */
  crawlDelayMs: number;
}

export const robots: z.ZodType<Robots> = z.object({
  rules: z.array(z.object({ allow: z.boolean(), path: z.string() })),
  crawlDelayMs: z.number().nonnegative(),
});

/** So much of a file must be read (RFC 9309, section 2.5). */
const longestFile = 512_000;
const longestPath = 2000;
const mostRules = 1000;
const longestDelayMs = 86_400_000;

/**
 * Reads a `robots.txt` (RFC 9309): the rules for a visitor of this name, else those for all. `Crawl-delay`, which the
 * standard lacks and many write, counts too.
 *
 * @param agent the product name of the visitor, in lower case: `kenning`.
 */
export function robotsOf(text: string, agent: string): Robots {
  const ours: Robots = { rules: [], crawlDelayMs: 0 };
  const everybody: Robots = { rules: [], crawlDelayMs: 0 };
  let groups: Robots[] = [];
  let isHead = false;
  let isNamed = false;
  for (const line of text.slice(0, longestFile).split(/\r\n|\r|\n/)) {
    const [, field = '', written = ''] = /^\s{0,50}([a-z-]{1,20})\s{0,50}:([^#]{0,5000})/i.exec(line) ?? [];
    const [name, value] = [field.toLowerCase(), written.trim()];
    if (name === 'user-agent') {
      if (!isHead) groups = [];
      isHead = true;
      if (value.toLowerCase() === agent) {
        isNamed = true;
        groups.push(ours);
      } else if (value === '*') groups.push(everybody);
    } else if (name === 'allow' || name === 'disallow' || name === 'crawl-delay') {
      isHead = false;
      for (const group of groups) note(group, name, value);
    }
  }
  return isNamed ? ours : everybody;
}

function note(group: Robots, name: string, value: string): void {
  if (name === 'crawl-delay') {
    const seconds = Number.parseFloat(value);
    if (seconds > 0) group.crawlDelayMs = Math.min(seconds * 1000, longestDelayMs);
  } else if (value.startsWith('/') || value.startsWith('*')) {
    if (value.length <= longestPath && group.rules.length < mostRules)
      group.rules.push({ allow: name === 'allow', path: ascii(value) });
  }
}

/** Whether a page may be visited: of the rules that match, the longest counts, and of two as long the one that allows. */
export function mayVisit({ rules }: Robots, { pathname, search }: URL): boolean {
  let longest = -1;
  let allowed = true;
  for (const { allow, path } of rules) {
    if (path.length < longest || !matches(path, pathname + search)) continue;
    allowed = allow || (path.length === longest && allowed);
    longest = path.length;
  }
  return allowed;
}

/** `*` stands for any characters, `$` at the end for the end. Each piece is looked for once, so nothing is tried again. */
function matches(rule: string, path: string): boolean {
  const isWhole = rule.endsWith('$');
  const pieces = (isWhole ? rule.slice(0, -1) : rule).split('*');
  const [first = '', ...others] = pieces;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  const last = isWhole ? others.pop() : undefined;
  for (const piece of others) {
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  if (!isWhole) return true;
  return last === undefined ? path.length === at : path.length - last.length >= at && path.endsWith(last);
}

/** As addresses write it. */
function ascii(path: string): string {
  return path.replace(/[^\x20-\x7e]/gu, (character) => encodeURIComponent(character.toWellFormed()));
}
