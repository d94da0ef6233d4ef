import { secretsOf } from '../../core/redact.js';
import { answerBody } from './answer-body.js';
import type { Captured } from './captured-fetch.js';
import { type Disguise, disguise } from './disguise.js';
import type { Json } from './disguise-json.js';
import { disguisePath, disguiseQuery } from './disguise-url.js';
import { disguiseValue } from './disguise-value.js';

/** An exchange as a test can serve it. */
export interface Recording {
  request: {
    method: string;
    path: string;
    query: Record<string, string | string[]>;
    headers: Record<string, string>;
  };
  response: { status: number; headers: Record<string, string>; body?: Json };
  /** Why there is no body. */
  note?: string;
}

const mediaTypes = /^(?:[a-z*]{1,20}\/[a-z\d.*+-]{1,60}(?:;\s?(?:q=[\d.]{1,5}|charset=[\w-]{1,20}))*(?:,\s?)?){1,10}$/i;
const plainNumber = /^\d{1,12}$/;

/** Makes recordings of exchanges: without secrets, and with the same made-up people in all of them. */
export function recordingsOf(exchanges: readonly Captured[], hide: Disguise = disguise()): Recording[] {
  const read = exchanges.map((exchange) => ({
    exchange,
    url: new URL(exchange.url),
    body: answerBody(exchange.text, exchange.headers.get('content-type') ?? '', hide),
  }));
  const secrets = read.flatMap(({ exchange, url, body }) => [
    ...secretsOf([...exchange.requestHeaders, ...url.searchParams]),
    ...secretsOf(body.fields),
  ]);
  const values = disguiseValue(hide, secrets);
  return read.map(({ exchange, url, body: { disguised, note } }) => {
    const body = disguised(values);
    return {
      request: {
        method: exchange.method,
        path: disguisePath(url.pathname, hide),
        query: disguiseQuery(url.searchParams, hide),
        headers: mediaTypesOf(exchange.requestHeaders, ['accept', 'content-type']),
      },
      response: {
        status: exchange.status,
        headers: answerHeaders(exchange.headers, hide),
        ...(body !== undefined && { body }),
      },
      ...(note && { note }),
    };
  });
}

/** What of the paths of requests was replaced, although it may be the system's own. */
export function replacedInPaths(exchanges: readonly Captured[], { isOurs }: Disguise): string[] {
  const parts = exchanges.flatMap(({ url }) => new URL(url).pathname.split('/'));
  return [...new Set(parts)].filter((part) => /^[a-z_-]{2,40}$/i.test(part) && !isOurs(part));
}

function mediaTypesOf(headers: Headers, names: readonly string[]): Record<string, string> {
  const found = names.map((name) => [name, headers.get(name) ?? ''] as const);
  return Object.fromEntries(found.filter(([, value]) => mediaTypes.test(value)));
}

/** What connectors read of an answer's headers: its type, where the next page is, and what is left of limits. */
function answerHeaders(headers: Headers, hide: Disguise): Record<string, string> {
  const kept = mediaTypesOf(headers, ['content-type']);
  for (const [name, value] of headers)
    if (/^(?:retry-after|(?:x-)?ratelimit-(?:limit|remaining|reset))$/.test(name) && plainNumber.test(value))
      kept[name] = value;
  const links = [...(headers.get('link') ?? '').matchAll(/<([^<>]{1,4000})>\s*;\s*rel="?(next|prev|first|last)\b/g)];
  if (links.length > 0) kept.link = links.map(([, url = '', rel]) => `<${hide.address(url)}>; rel="${rel}"`).join(', ');
  return kept;
}
