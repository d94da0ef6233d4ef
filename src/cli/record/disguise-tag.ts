const markup = /^<(\/?)(a|p|br|span|b|i|em|strong|ul|ol|li|blockquote|code|pre|img|div|h[1-6])\b([^<>]*)>$/i;
const attribute = /\b(href|src|class|rel)\s*=\s*("[^"]*"|'[^']*')/gi;
const marks = /^(?:mention|u-url|h-card|hashtag|invisible|ellipsis|nofollow|noopener|noreferrer|tag|me)$/;

/** A tag of HTML with what leads somewhere disguised; of its other attributes only the marks of links stay. */
export function disguiseTag(
  tag: string,
  { text, name }: { text: (inner: string) => string; name: (address: string) => string },
): string {
  const [, closing, element, rest = ''] = markup.exec(tag) ?? [];
  // Somebody in angle brackets: <Maya Lindqvist>.
  if (element === undefined) return `<${text(tag.slice(1, -1))}>`;
  const attributes = Array.from(rest.matchAll(attribute), ([, of = '', quoted = '']) => {
    const value = quoted.slice(1, -1);
    const leads = /^(?:href|src)$/i.test(of);
    const safe = leads
      ? name(value)
      : value
          .split(/\s+/)
          .filter((mark) => marks.test(mark))
          .join(' ');
    return safe && ` ${of.toLowerCase()}="${safe.replaceAll('"', '&quot;')}"`;
  });
  return `<${closing}${element.toLowerCase()}${attributes.join('')}${rest.trimEnd().endsWith('/') ? ' /' : ''}>`;
}
