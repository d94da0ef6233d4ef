import { KenningError } from '../../../core/errors.js';
import { loadXmlParser } from './load-xml-parser.js';

/** An element as parsed: its children by their names without prefix, its attributes behind `@`, its text as `#text`. */
export interface Element {
  [name: string]: unknown;
}

/** What a WebDAV server says of one resource. */
export interface ResourceStatus {
  /** As the server writes it. */
  href: string;
  /** Of the resource itself, where it has one: 404, 507. */
  status: number | undefined;
  /** The properties that it has. */
  properties: Element;
}

export interface Multistatus {
  resources: ResourceStatus[];
  syncToken: string | undefined;
}

/**
 * Reads an answer 207 (RFC 4918, 13). Documents with a type are refused: nothing in WebDAV needs one, and entities that
 * multiply come in there.
 *
 * @throws KenningError `unexpected` for what is no such answer.
 */
export async function readMultistatus(text: string): Promise<Multistatus> {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw damaged('a document type, which no such answer has');
  if (isCrowded(text)) throw damaged('more elements than text');
  const { XMLParser } = await loadXmlParser();
  const parser = new XMLParser({
    removeNSPrefix: true,
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    htmlEntities: true,
    maxNestedTags: 40,
    processEntities: { enabled: true, maxTotalExpansions: Number.MAX_SAFE_INTEGER, maxExpandedLength: text.length * 2 },
  });
  let document: Element;
  try {
    document = parser.parse(text, true) as Element;
  } catch {
    throw damaged('XML that is damaged');
  }
  const multistatus = childOf(document, 'multistatus');
  if (!multistatus) throw damaged('XML that says something else');
  return {
    resources: childrenOf(multistatus, 'response').flatMap(readResource),
    syncToken: textOf(multistatus, 'sync-token') || undefined,
  };
}

/** An element costs a hundred times what it takes to write it, and in true answers most of the text is names and values. */
function isCrowded(text: string): boolean {
  const most = 1000 + text.length / 8;
  let elements = 0;
  for (let at = text.indexOf('<'); at >= 0 && elements <= most; at = text.indexOf('<', at + 1)) elements += 1;
  return elements > most;
}

function readResource(response: Element): ResourceStatus[] {
  const properties: Element = {};
  for (const propstat of childrenOf(response, 'propstat'))
    if ((statusOf(propstat) ?? 200) < 300) Object.assign(properties, childOf(propstat, 'prop'));
  // One status may be said of several resources.
  return childrenOf(response, 'href').map((href) => ({
    href: ownText(href).trim(),
    status: statusOf(response),
    properties,
  }));
}

function statusOf(element: Element): number | undefined {
  const [, code] = /^\s*HTTP\/[\d.]+ (\d{3})/.exec(textOf(element, 'status')) ?? [];
  return code === undefined ? undefined : Number(code);
}

/** The children of a name; one without children or attributes is its text alone. */
export function childrenOf(element: Element | undefined, name: string): Element[] {
  const found = element && Object.hasOwn(element, name) ? element[name] : [];
  return (Array.isArray(found) ? found : [found]).map((one) =>
    typeof one === 'object' && one !== null ? (one as Element) : { '#text': one },
  );
}

export function childOf(element: Element | undefined, name: string): Element | undefined {
  return childrenOf(element, name)[0];
}

/** The text of a child, empty when there is none. */
export function textOf(element: Element | undefined, name: string): string {
  return ownText(childOf(element, name));
}

function ownText(element: Element | undefined): string {
  const text = element?.['#text'];
  return typeof text === 'string' ? text : '';
}

function damaged(what: string): KenningError {
  return new KenningError(
    'unexpected',
    `The address book was answered with ${what}. Check that the address is one of CardDAV, or tell who runs the server.`,
  );
}
