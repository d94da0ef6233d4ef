/** What becomes of the parts of a document. */
export interface XmlParts {
  name(name: string): string;
  /** What stands in an element or attribute of this name, as a reader gets it. */
  text(name: string, text: string): string;
}

const tag = /<(\/?)([^\s<>/"'=]+)((?:[^<>"']|"[^"]*"|'[^']*')*)>/y;
const attribute = /([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const entity = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi;
const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Writes a document anew, part by part. Comments, instructions, a DOCTYPE and what is no XML are left out. */
export function rewriteXml(xml: string, parts: XmlParts): string {
  const open: string[] = [];
  let written = '';
  for (let at = 0; at < xml.length; ) {
    const start = xml.indexOf('<', at);
    const between = xml.slice(at, start < 0 ? undefined : start);
    written += /\S/.test(between) ? escaped(parts.text(open.at(-1) ?? '', read(between))) : between;
    if (start < 0) break;
    if (xml.startsWith('<![CDATA[', start)) {
      const end = xml.indexOf(']]>', start);
      written += escaped(parts.text(open.at(-1) ?? '', xml.slice(start + 9, end < 0 ? undefined : end)));
      at = end < 0 ? xml.length : end + 3;
    } else if (/^<[!?]/.test(xml.slice(start, start + 2))) {
      const end = xml.indexOf(xml.startsWith('<!--', start) ? '-->' : '>', start);
      at = end < 0 ? xml.length : xml.indexOf('>', end) + 1;
    } else {
      tag.lastIndex = start;
      const [whole, closing = '', name = '', rest = ''] = tag.exec(xml) ?? [];
      if (whole === undefined) break;
      const attributes = Array.from(rest.matchAll(attribute), attributeOf).join('');
      const empty = /\/\s*$/.test(rest);
      written += `<${closing}${parts.name(name)}${attributes}${empty ? '/' : ''}>`;
      if (closing) open.pop();
      else if (!empty) open.push(name);
      at = start + whole.length;
    }
  }
  return written;

  function attributeOf([, name = '', double, single = '']: RegExpExecArray): string {
    const value = escaped(parts.text(name, read(double ?? single))).replaceAll('"', '&quot;');
    return ` ${parts.name(name)}="${value}"`;
  }
}

function read(text: string): string {
  return text.replace(entity, (found, decimal?: string, hex?: string, name = '') => {
    const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16);
    return signs[name.toLowerCase()] ?? (code <= 0x10ffff ? String.fromCodePoint(code) : found);
  });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
