import type { TextEntity } from '../model/content.js';
import { decodeHtmlEntities } from './html-entities.js';
import type { HtmlTag } from './html-tags.js';
import { mostEntities, TextBuilder } from './text-builder.js';
import { walkHtml } from './walk-html.js';

export interface HtmlToTextOptions {
  /** The most UTF-16 units of text; what is longer is cut. Defaults to 1,000,000. */
  maxLength?: number;
  /** What relative links are relative to; without it they are left out. */
  baseUrl?: string;
}

export interface PlainText {
  text: string;
  /** Links, and quotations (`blockquote`), in UTF-16 offsets. */
  entities: TextEntity[];
}

/**
 * Turns HTML into the plain text that a reader would see: scripts, styles and comments are dropped, entities decoded,
 * blocks become lines, links and block quotes become entities. It takes linear time and memory whatever comes, and
 * gives no markup: the text is for reading and analysis, not for putting back into a page.
 *
 * @example
 * htmlToText('<p>Hi <a href="https://example.com">Ann</a></p>');
 * // { text: 'Hi Ann', entities: [{ type: 'link', start: 3, end: 6, url: 'https://example.com/' }] }
 */
export function htmlToText(html: string, options: HtmlToTextOptions = {}): PlainText {
  const reading: Reading = {
    builder: new TextBuilder(options.maxLength ?? 1_000_000),
    baseUrl: options.baseUrl,
    preformatted: 0,
    quotes: 0,
    links: 0,
    inLink: false,
  };
  walkHtml(html, {
    text: (raw) => addText(reading, raw),
    tag: (tag) => takeTag(reading, tag),
    isDone: () => reading.builder.full,
  });
  return reading.builder.finish();
}

interface Reading {
  builder: TextBuilder;
  baseUrl: string | undefined;
  preformatted: number;
  quotes: number;
  links: number;
  inLink: boolean;
}

function addText({ builder, preformatted }: Reading, raw: string): void {
  const text = decodeHtmlEntities(raw).toWellFormed();
  if (preformatted > 0) builder.verbatim(text);
  else builder.flow(text);
}

const lines = new Set(
  'address article aside body center dd details dialog div dt fieldset figcaption figure footer form header hgroup hr html legend li main nav option section summary tbody tfoot thead tr'.split(
    ' ',
  ),
);
const paragraphs = new Set('blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul'.split(' '));

function takeTag(reading: Reading, tag: HtmlTag): void {
  const { builder } = reading;
  const { name, closing } = tag;
  if (paragraphs.has(name)) builder.block(2);
  else if (lines.has(name)) builder.block(1);
  switch (name) {
    case 'br':
      builder.lineBreak();
      break;
    case 'td':
    case 'th':
      builder.space();
      break;
    case 'li':
      builder.bullet(closing ? '' : '- ');
      break;
    case 'pre':
      reading.preformatted = Math.max(0, reading.preformatted + (closing ? -1 : 1));
      break;
    case 'blockquote':
      takeQuote(reading, closing);
      break;
    case 'img':
      builder.flow(decodeHtmlEntities(tag.attributes.get('alt') ?? '').toWellFormed());
      break;
    case 'a':
      takeLink(reading, tag);
  }
}

/** Only the outermost quotation is marked. */
function takeQuote(reading: Reading, closing: boolean): void {
  if (closing && reading.quotes === 0) return;
  reading.quotes += closing ? -1 : 1;
  if (closing && reading.quotes === 0) reading.builder.close('quote');
  if (!closing && reading.quotes === 1) reading.builder.open('quote');
}

function takeLink(reading: Reading, { closing, attributes }: HtmlTag): void {
  if (reading.inLink) reading.builder.close('link');
  reading.inLink = false;
  if (closing || reading.links >= mostEntities) return;
  const url = linkOf(attributes.get('href'), reading.baseUrl);
  if (!url) return;
  reading.links += 1;
  reading.inLink = true;
  reading.builder.open('link', url);
}

const linkSchemes = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** The address of a link that can be followed without running anything; undefined for all others. */
export function linkOf(href: string | undefined, baseUrl?: string): string | undefined {
  if (!href || href.length > 4000) return undefined;
  const url = URL.parse(decodeHtmlEntities(href), baseUrl);
  return url && linkSchemes.has(url.protocol) && url.href.length <= 4000 ? url.href : undefined;
}
