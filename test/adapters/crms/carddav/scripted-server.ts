/** What a server answers to a request, by method and path. */
export type Script = (request: { method: string; path: string; headers: Headers; body: string }) => {
  status: number;
  body?: string;
  headers?: Record<string, string>;
};

/** A CardDAV server that says what a test wants, and keeps what it was asked. */
export function scriptedServer(script: Script) {
  const asked: { method: string; path: string; headers: Headers; body: string }[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    const one = { method: request.method, path: pathname, headers: request.headers, body: await request.text() };
    asked.push(one);
    const { status, body = '', headers = {} } = script(one);
    return new Response(body === '' ? null : body, { status, headers });
  };
  return { fetch, asked };
}

export const multistatus = (...parts: string[]) =>
  `<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav">${parts.join('')}</d:multistatus>`;

export const resource = (href: string, properties: string) =>
  `<d:response><d:href>${href}</d:href><d:propstat><d:prop>${properties}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`;

export const statusOnly = (href: string, status: number) =>
  `<d:response><d:href>${href}</d:href><d:status>HTTP/1.1 ${status} So</d:status></d:response>`;

const reports =
  '<d:supported-report-set><d:supported-report><d:report><d:sync-collection/></d:report></d:supported-report></d:supported-report-set>';

/** An address book at `/book/`, with or without changes since a token. */
export const aBook = (tellsChanges = true, more = '') =>
  resource(
    '/book/',
    `<d:resourcetype><d:collection/><c:addressbook/></d:resourcetype><d:displayname>Book</d:displayname>${tellsChanges ? reports : ''}${more}`,
  );

export const syncToken = (token: string) => `<d:sync-token>${token}</d:sync-token>`;

const escapedXml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\r/g, '&#13;');

export const aCard = (name: string, text: string, etag = '"1"') =>
  resource(`/book/${name}`, `<d:getetag>${etag}</d:getetag><c:address-data>${escapedXml(text)}</c:address-data>`);

export const vcard = (...lines: string[]) =>
  ['BEGIN:VCARD', 'VERSION:4.0', 'UID:u', ...lines, 'END:VCARD', ''].join('\r\n');
