import { type HtmlTag, readHtmlTag } from './html-tags.js';

/** What is made of a page while it is walked. */
export interface HtmlVisitor {
  /** Text between tags, not decoded. */
  text?(raw: string): void;
  tag(tag: HtmlTag): void;
  /** An element whose content is no part of the page as it is read, such as a script. */
  unread?(tag: HtmlTag, content: string): void;
  /** Asked before each step; true ends the walk. */
  isDone?(): boolean;
}

/**
 * Walks a page from its beginning to its end, tag by tag. It takes linear time whatever comes, and builds no tree: comments
 * are passed over, and so is what stands in scripts, styles and other elements that nobody reads.
 */
export function walkHtml(html: string, visitor: HtmlVisitor): void {
  const clean = html.includes('\0') ? html.replaceAll('\0', '') : html;
  let at = 0;
  while (at < clean.length && !visitor.isDone?.()) {
    const open = clean.indexOf('<', at);
    if (open !== at) visitor.text?.(clean.slice(at, open < 0 ? clean.length : open));
    if (open < 0) return;
    at = takeMarkup(visitor, clean, open);
  }
}

/** Takes what begins with the `<` at `open` and gives where the rest begins. */
function takeMarkup(visitor: HtmlVisitor, html: string, open: number): number {
  if (html.startsWith('<!--', open)) return after(html, '-->', open + 2);
  if (html.startsWith('<![CDATA[', open)) return after(html, ']]>', open);
  if (html[open + 1] === '!' || html[open + 1] === '?') return after(html, '>', open);
  const tag = readHtmlTag(html, open);
  if (!tag) {
    visitor.text?.('<');
    return open + 1;
  }
  const closing = tag.closing ? undefined : unreadElements.get(tag.name);
  if (closing) {
    closing.lastIndex = tag.end;
    const end = closing.exec(html)?.index ?? html.length;
    visitor.unread?.(tag, html.slice(tag.end, end));
    return end;
  }
  visitor.tag(tag);
  return tag.end;
}

function after(html: string, mark: string, start: number): number {
  const found = html.indexOf(mark, start);
  return found < 0 ? html.length : found + mark.length;
}

/** Elements whose content nobody reads, with what ends them. */
const unreadElements = new Map(
  ['script', 'style', 'title', 'template', 'noscript', 'noembed', 'noframes', 'iframe', 'svg', 'math', 'textarea'].map(
    (name) => [name, new RegExp(`</${name}(?=[\\s/>])`, 'gi')],
  ),
);
