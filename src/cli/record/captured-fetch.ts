import { bodyOf, type Fetch } from '../../core/http/bounded-fetch.js';

/** A request and its answer, as they went over the wire. */
export interface Captured {
  method: string;
  url: string;
  requestHeaders: Headers;
  status: number;
  headers: Headers;
  /** Undefined when it could not be read. */
  text: string | undefined;
}

const mostBytes = 10_000_000;

/** Runs work while every call of the global `fetch` is captured, in the order in which the calls were made. */
export async function captureFetch(work: () => Promise<unknown>): Promise<{ captured: Captured[]; failure?: unknown }> {
  const real = globalThis.fetch;
  const under: Promise<Captured>[] = [];
  const capturing: Fetch = async (input, init) => {
    const request = input instanceof Request ? input : undefined;
    const asked = {
      method: (init?.method ?? request?.method ?? 'GET').toUpperCase(),
      url: request?.url ?? String(input),
      requestHeaders: new Headers(init?.headers ?? request?.headers),
    };
    const response = await real(input, init);
    const { status, headers } = response;
    under.push(readCopy(response.clone()).then((text) => ({ ...asked, status, headers, text })));
    return response;
  };
  globalThis.fetch = capturing;
  try {
    await work();
    return { captured: await Promise.all(under) };
  } catch (failure) {
    return { captured: await Promise.all(under), failure };
  } finally {
    globalThis.fetch = real;
  }
}

async function readCopy(copy: Response): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await bodyOf(copy, mostBytes, 'The server'));
  } catch {
    return undefined;
  }
}
