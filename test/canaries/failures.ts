import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Fetch } from '../../src/core/http/bounded-fetch.js';

/** What a server was asked, which it repeats in every way that it can. */
export interface Asked {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Failure {
  name: string;
  /** How the server fails. Without it nothing listens. */
  answer?: (response: ServerResponse, asked: Asked) => void;
  /** What is thrown in place of sending. */
  thrown?: (echo: string) => unknown;
}

/** All that was sent, plain and decoded. */
export function echoOf({ method, url, headers, body }: Asked): string {
  const sent = Object.values(headers).flat().join(' ');
  const login = Buffer.from(/^basic (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '', 'base64').toString();
  return [method, url, decoded(url), sent, login, body, decoded(body)].join(' ');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** An error body of every vendor at once. */
function bodyOf(echo: string): Record<string, unknown> {
  const one = { message: echo, errorCode: echo, code: echo, field: echo, fields: [echo], name: echo, in: echo };
  const names = [
    'error',
    'error_description',
    'message',
    'detail',
    'title',
    'reason',
    'status',
    'category',
    'errorCode',
  ];
  return {
    ...Object.fromEntries(names.map((name) => [name, echo])),
    errors: [one],
    context: { scopes: [echo] },
    [echo]: echo,
  };
}

/** Headers that hold what was sent. */
function headersOf(echo: string, more: Record<string, string> = {}): Record<string, string> {
  const line = echo.replaceAll(/[^\x20-\x7e]/g, ' ').slice(0, 2000);
  const id = echo.replaceAll(/[^\w.-]/g, '.').slice(0, 2000);
  return { 'x-request-id': id, 'www-authenticate': `Bearer error="${line}"`, 'x-error': line, ...more };
}

function status(code: number, headers: Record<string, string> = {}): Failure {
  return {
    name: String(code),
    answer(response, asked) {
      const echo = echoOf(asked);
      const sent = headersOf(echo, { 'content-type': 'application/json', ...headers });
      response.writeHead(code, sent).end(JSON.stringify(bodyOf(echo)));
    },
  };
}

function answered(name: string, code: number, body: (echo: string) => string, type = 'application/json'): Failure {
  return {
    name,
    answer(response, asked) {
      const echo = echoOf(asked);
      response.writeHead(code, headersOf(echo, { 'content-type': type })).end(body(echo));
    },
  };
}

function redirect(name: string, to: (echo: string, host: string) => string): Failure {
  return {
    name,
    answer(response, asked) {
      const location = to(encodeURIComponent(echoOf(asked)).slice(0, 4000), asked.headers.host ?? '');
      response.writeHead(302, { location }).end();
    },
  };
}

/** Every way in which a server or the way to it fails. */
export const failures: readonly Failure[] = [
  ...[400, 401, 403, 404, 409, 410, 412, 413, 418, 422, 451, 500, 501, 502].map((code) => status(code)),
  status(429, { 'retry-after': '3600', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '3600' }),
  status(503, { 'retry-after': '3600' }),
  answered('a page of HTML', 401, (echo) => `<html><title>${echo}</title></html>`, 'text/html'),
  answered('an endless text', 400, (echo) => JSON.stringify({ message: `${echo} `.repeat(2000) }), 'application/json'),
  answered('a long text before it', 400, (echo) => JSON.stringify({ message: `${'.'.repeat(280)}${echo}` })),
  answered('JSON that breaks off', 200, (echo) => `{"message": ${JSON.stringify(echo)}, `),
  answered('no JSON', 200, (echo) => echo, 'text/plain'),
  answered('an unknown shape', 200, (echo) => JSON.stringify(bodyOf(echo))),
  answered('a list of an unknown shape', 200, (echo) => JSON.stringify([bodyOf(echo), echo, [echo]])),
  answered('a text', 200, (echo) => JSON.stringify(echo)),
  answered('nothing', 200, () => ''),
  redirect('a redirect elsewhere', (echo) => `https://${echo.slice(0, 60)}.elsewhere.example/${echo}?${echo}`),
  redirect('a redirect with a login', (echo, host) => `http://${echo}:${echo}@${host}/${echo}`),
  redirect('a redirect to no address', (echo) => `http://[${echo}`),
  redirect('a redirect in circles', (echo, host) => `http://${host}/?${echo}`),
  { name: 'no answer', answer: () => {} },
  { name: 'a connection that ends', answer: (response) => response.destroy() },
  {
    name: 'a body that breaks off',
    answer(response, asked) {
      response.writeHead(200, { 'content-length': '100000' });
      response.write(echoOf(asked), () => response.destroy());
    },
  },
  { name: 'a refused connection' },
  { name: 'a thrown text', thrown: (echo) => echo },
  {
    name: 'a thrown chain of causes',
    thrown: (echo) => {
      const deep = Object.assign(new Error(echo), { code: echo, request: { headers: echo } });
      const several = new AggregateError([deep, new Error(echo)], echo, { cause: deep });
      return Object.assign(new TypeError(`fetch failed: ${echo}`, { cause: several }), { config: { auth: echo } });
    },
  },
];

/** A fetch that throws what a failure throws. */
export function throwing(thrown: (echo: string) => unknown): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { method, url } = request;
    throw thrown(echoOf({ method, url, headers: Object.fromEntries(request.headers), body: await request.text() }));
  };
}
