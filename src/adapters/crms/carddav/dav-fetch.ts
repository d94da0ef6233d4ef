import type { Fetch } from '../../../core/http/bounded-fetch.js';

const mostRedirects = 5;

/** WebDAV's methods that only read are sent on by servers as GET is: from `/.well-known/carddav` to where it lies. */
export function davFetch(own: Fetch = (input, init) => fetch(input, init)): Fetch {
  return async (input, init) => {
    let request = new Request(input, init);
    if (!/^(PROPFIND|REPORT)$/.test(request.method)) return own(request);
    const body = await request.text();
    for (let steps = 0; ; steps += 1) {
      const { url, method, headers, signal } = request;
      const response = await own(new Request(url, { method, headers, signal, body, redirect: 'manual' }));
      const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
      const to = location && URL.parse(location, url);
      // Elsewhere nobody must see who we are.
      if (!to || to.origin !== new URL(url).origin || steps === mostRedirects) return response;
      await response.body?.cancel();
      request = new Request(to, { method, headers, signal });
    }
  };
}
