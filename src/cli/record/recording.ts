import { secretsOf } from '../../core/redact.js';
import type { Captured } from './captured-fetch.js';
import { type Disguise, disguise } from './disguise.js';
import { disguiseJson, type Json, noticePeople } from './disguise-json.js';
import { disguisePath, disguiseQuery } from './disguise-url.js';

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
    answer: parsed(exchange.text, hide),
  }));
  const secrets = read.flatMap(({ exchange, url, answer }) => [
    ...secretsOf([...exchange.requestHeaders, ...url.searchParams]),
    ...secretsOf(fieldsOf(answer.body)),
  ]);
  return read.map(({ exchange, url, answer: { body, note } }) => {
    const words = { name: hide.name, host: hide.name };
    return {
      request: {
        method: exchange.method,
        path: disguisePath(url.pathname, words),
        query: disguiseQuery(url.searchParams, words),
        headers: mediaTypesOf(exchange.requestHeaders, ['accept', 'content-type']),
      },
      response: {
        status: exchange.status,
        headers: answerHeaders(exchange.headers, hide),
        ...(body !== undefined && { body: disguiseJson(body, hide, secrets) }),
      },
      ...(note && { note }),
    };
  });
}

function parsed(text: string | undefined, hide: Disguise): { body?: Json; note?: string } {
  if (text === undefined) return { note: 'The body could not be read and was left out.' };
  if (text === '') return {};
  try {
    const body = JSON.parse(text) as Json;
    noticePeople(body, hide);
    return { body };
  } catch {
    return { note: 'The body is no JSON that can be disguised, and was left out.' };
  }
}

/** Every text of an answer, with the field that it stands in. */
function* fieldsOf(part: Json | undefined, name = ''): Generator<[name: string, value: unknown]> {
  if (part === null || typeof part !== 'object') yield [name, part];
  else for (const [field, item] of Object.entries(part)) yield* fieldsOf(item, Array.isArray(part) ? name : field);
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
  if (links.length > 0) kept.link = links.map(([, url = '', rel]) => `<${hide.url(url)}>; rel="${rel}"`).join(', ');
  return kept;
}
