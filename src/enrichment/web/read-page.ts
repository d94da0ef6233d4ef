import { z } from 'zod';
import { decodeHtmlEntities } from '../../core/text/html-entities.js';
import type { HtmlTag } from '../../core/text/html-tags.js';
import { linkOf } from '../../core/text/html-to-text.js';
import { walkHtml } from '../../core/text/walk-html.js';
import { socialAccount } from '../../identity/normalize/url.js';
import { type DescribedPerson, peopleOf } from './json-ld.js';

/** What a page says of accounts and people; nothing else of it is kept. */
export interface SitePage {
  /** Whose it may be, as it shows: its title, its author. */
  names: string[];
  /** Accounts that it says are its owner's (`rel="me"`). */
  me: string[];
  people: DescribedPerson[];
  /** Accounts that it links to without saying whose they are. */
  links: string[];
  /** Pages of the same site that may tell more of its owner. */
  more: string[];
}

const urls = z.array(z.string().max(4000));

export const sitePage: z.ZodType<SitePage> = z.object({
  names: z.array(z.string()),
  me: urls,
  people: z.array(z.object({ name: z.string(), sameAs: urls })),
  links: urls,
  more: urls,
});

/** A page that claims more accounts than this as its owner's, or links to more, is no page of a person. */
const mostClaims = 20;
const mostLinks = 40;
const mostMore = 2;
const mostScripts = 20;
const mostNames = 5;
const longestName = 200;
const moreWords =
  /^(?:about|about-me|about-us|me|bio|contact|links|team|our-team|people|staff|ueber-mich|ueber-uns|kontakt|impressum)$/i;

/**
 * Reads a page for the accounts of its owner. Links that visitors may have left (`rel="ugc"`) are passed over.
 *
 * @param url where the page was found; links are relative to it.
 */
export function readPage(html: string, url: string): SitePage {
  const me = new Set<string>();
  const links = new Set<string>();
  const more = new Set<string>();
  const people: DescribedPerson[] = [];
  const names = new Set<string>();
  const takeName = (raw: string | undefined): void => {
    const name = decodeHtmlEntities((raw ?? '').slice(0, longestName)).trim();
    if (name && names.size < mostNames) names.add(name);
  };
  let base = url;
  let scripts = 0;
  const takeLink = (tag: HtmlTag): void => {
    const rel = (tag.attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
    const link = linkOf(tag.attributes.get('href'), base);
    if (!link?.startsWith('http') || rel.includes('ugc')) return;
    const isAccount = socialAccount(link) !== undefined;
    if (rel.includes('me')) {
      if (isAccount && me.size <= mostClaims) me.add(link);
    } else if (tag.name === 'link' || rel.includes('nofollow') || rel.includes('sponsored')) return;
    else if (isAccount) {
      if (links.size <= mostLinks) links.add(link);
    } else if (more.size < mostMore && tellsMore(link, url)) more.add(link);
  };
  walkHtml(html, {
    tag(tag) {
      if (tag.closing) return;
      if (tag.name === 'meta' && isName(tag)) takeName(tag.attributes.get('content'));
      if (tag.name === 'base') base = linkOf(tag.attributes.get('href'), url) ?? base;
      else if (tag.name === 'a' || tag.name === 'link' || tag.name === 'area') takeLink(tag);
    },
    unread(tag, content) {
      if (tag.name === 'title') takeName(content);
      if (tag.name !== 'script' || !/^application\/ld\+json\b/i.test(tag.attributes.get('type')?.trim() ?? '')) return;
      scripts += 1;
      if (scripts <= mostScripts) people.push(...peopleOf(content));
    },
  });
  return {
    names: [...names],
    me: me.size > mostClaims ? [] : [...me],
    people: distinct(people),
    links: links.size > mostLinks ? [] : [...links].filter((link) => !me.has(link)),
    more: [...more],
  };
}

function isName({ attributes }: HtmlTag): boolean {
  return /^(?:author|og:title|og:site_name)$/i.test(attributes.get('name') ?? attributes.get('property') ?? '');
}

function tellsMore(link: string, page: string): boolean {
  const [to, from] = [new URL(link), new URL(page)];
  const words = to.pathname.split('/').filter(Boolean);
  const isElsewhere = to.pathname !== from.pathname;
  return to.host === from.host && isElsewhere && words.length > 0 && moreWords.test(words.at(-1) as string);
}

/** A page may describe somebody several times. */
function distinct(people: readonly DescribedPerson[]): DescribedPerson[] {
  const byName = new Map<string, Set<string>>();
  for (const { name, sameAs } of people) {
    const known = byName.get(name) ?? new Set();
    for (const url of sameAs) known.add(url);
    byName.set(name, known);
  }
  return [...byName].slice(0, 200).map(([name, same]) => ({ name, sameAs: [...same].slice(0, mostClaims) }));
}
