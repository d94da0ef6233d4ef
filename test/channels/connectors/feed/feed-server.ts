import { readFile } from 'node:fs/promises';

/** A fixture's text. */
export const fixture = (name: string) => readFile(new URL(`../../../fixtures/feed/${name}`, import.meta.url), 'utf8');

/** What a server of these tests answers: a body, which it gives an ETag, or a response. */
export type Answer = string | Uint8Array | Response | (() => Response | Promise<Response>);

/** A `fetch` over documents by address; it answers 304 to whoever knows them, and keeps what it was asked. */
export function feedServer(answers: Record<string, Answer>) {
  const asked: { url: string; headers: Headers; status: number }[] = [];
  const answer = async (url: string, headers: Headers): Promise<Response> => {
    const found = answers[url];
    if (found === undefined) return new Response('nothing here', { status: 404 });
    if (typeof found === 'function') return found();
    if (found instanceof Response) return found.clone();
    const etag = `"${sumOf(found)}"`;
    if (headers.get('if-none-match') === etag) return new Response(null, { status: 304 });
    return new Response(found as BodyInit, { headers: { etag, 'content-type': 'application/xml' } });
  };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    init?.signal?.throwIfAborted();
    const headers = new Headers(init?.headers);
    const response = await answer(String(input), headers);
    asked.push({ url: String(input), headers, status: response.status });
    return response;
  };
  return { fetch, asked, answers };
}

function sumOf(body: string | Uint8Array): string {
  const text = typeof body === 'string' ? body : String(body);
  let sum = text.length;
  for (let index = 0; index < text.length; index++) sum = (sum * 31 + text.charCodeAt(index)) >>> 0;
  return sum.toString(36);
}
