const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What a server elsewhere must not see. */
const ofOneOrigin = ['authorization', 'proxy-authorization', 'cookie'];

/** Where an answer sends us; undefined when it sends us nowhere. */
export function targetOf(response: Response, from: string): URL | undefined {
  const location = redirects.has(response.status) ? response.headers.get('location') : null;
  return (location && URL.parse(location, from)) || undefined;
}

/**
 * Follows redirects of GET and HEAD by hand, at most `most`, to where `mayGo` lets it. The redirect itself is the answer where
 * it does not.
 */
export async function followRedirects(
  send: (request: Request) => Promise<Response>,
  first: Request,
  { mayGo, most }: { mayGo: (to: URL, from: URL) => boolean; most: number },
): Promise<Response> {
  let request = first;
  for (let steps = 0; ; steps++) {
    const response = await send(request);
    if (!redirects.has(response.status)) return response;
    const from = new URL(request.url);
    const to = targetOf(response, request.url);
    if (!to || steps === most || !/^(GET|HEAD)$/.test(request.method) || !mayGo(to, from)) return response;
    await response.body?.cancel();
    request = new Request(to, request);
    if (to.origin !== from.origin) for (const name of ofOneOrigin) request.headers.delete(name);
  }
}
