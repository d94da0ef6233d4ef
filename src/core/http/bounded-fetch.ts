import { KenningError } from '../errors.js';

/** Any function with the shape of the global `fetch`. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * A `fetch` whose answers are read to their end before they are given, and never beyond `maxBytes`. So the time limit of
 * a request covers its body, and a body that breaks off can be tried again.
 */
export function boundedFetch(fetch: Fetch, maxBytes: number, name: string): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const body = await bodyOf(response, maxBytes, name);
    const { status, statusText, headers } = response;
    return new Response(body.length > 0 ? body : null, { status, statusText, headers });
  };
}

/** The body of an answer, read to its end and never beyond `maxBytes`. */
export async function bodyOf(response: Response, maxBytes: number, name: string): Promise<Uint8Array<ArrayBuffer>> {
  if (response.status === 0)
    throw new KenningError('unsupported', `${name} redirects, and this runtime does not tell where to.`);
  const { body } = response;
  if (!body) return new Uint8Array();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel().catch(() => {});
      throw new KenningError('too-large', `${name} answered more than ${maxBytes} bytes; ask for smaller pages.`);
    }
    chunks.push(value);
  }
  if (chunks.length === 1 && chunks[0]) return chunks[0];
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
