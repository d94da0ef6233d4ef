const namespaces = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"';

function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const document = (root: string) => `<?xml version="1.0" encoding="utf-8"?>\n${root}`;

/** What is asked of a server, a principal, a home and an address book, to find the latter. */
export const placesRequest = document(
  `<propfind ${namespaces}><prop><resourcetype/><displayname/><current-user-principal/><C:addressbook-home-set/><supported-report-set/><C:supported-address-data/></prop></propfind>`,
);

export const privilegesRequest = document(
  `<propfind ${namespaces}><prop><displayname/><current-user-privilege-set/></prop></propfind>`,
);

export const etagsRequest = document(`<propfind ${namespaces}><prop><getetag/><resourcetype/></prop></propfind>`);

/** RFC 6578: what changed since a token; everything since an empty one. */
export function syncRequest(token: string): string {
  return document(
    `<sync-collection ${namespaces}><sync-token>${xml(token)}</sync-token><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>`,
  );
}

const cardProperties = '<prop><getetag/><C:address-data/></prop>';

/** RFC 6352, 8.7: these cards. */
export function multigetRequest(paths: readonly string[]): string {
  const hrefs = paths.map((path) => `<href>${xml(path)}</href>`).join('');
  return document(`<C:addressbook-multiget ${namespaces}>${cardProperties}${hrefs}</C:addressbook-multiget>`);
}

/** Cards of which a property says a text. */
export interface TextMatch {
  property: string;
  contains: string;
}

/** RFC 6352, 8.6: cards that match any of these. */
export function queryRequest(matches: readonly TextMatch[]): string {
  const filters = matches.map(
    ({ property, contains }) =>
      `<C:prop-filter name="${property}"><C:text-match collation="i;unicode-casemap" match-type="contains">${xml(contains)}</C:text-match></C:prop-filter>`,
  );
  return document(
    `<C:addressbook-query ${namespaces}>${cardProperties}<C:filter test="anyof">${filters.join('')}</C:filter></C:addressbook-query>`,
  );
}
