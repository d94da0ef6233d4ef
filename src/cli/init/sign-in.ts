import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KenningError } from '../../core/errors.js';
import type { OAuth } from '../../core/http/oauth/oauth.js';
import type { Tokens } from '../../core/http/oauth/tokens.js';

const page = (text: string) =>
  `<!doctype html><meta charset="utf-8"><title>kenning</title><body style="font: 18px system-ui; margin: 4em">${text}`;

/**
 * Signs somebody in with their browser: it comes back to a server on this machine that listens for this one answer.
 *
 * @param prepare makes the client, once the address to come back to is known: some systems want to be told before
 * @throws `timeout` when nobody comes back within ten minutes
 */
export async function signInByBrowser(options: {
  prepare: (redirectUri: string) => Promise<OAuth>;
  scopes?: readonly string[];
  /** Where the person has to go. */
  show: (url: string) => void;
  /** Defaults to any that is free; systems that compare the whole address need one that was registered. */
  port?: number;
  signal: AbortSignal;
  waitMs?: number;
}): Promise<Tokens> {
  const { port = 0, waitMs = 600_000, scopes } = options;
  const server = createServer();
  server.listen(port, '127.0.0.1');
  const limit = AbortSignal.any([options.signal, AbortSignal.timeout(waitMs)]);
  try {
    await once(server, 'listening', { signal: limit });
    const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
    const client = await options.prepare(redirectUri);
    const { url, pending } = await client.signIn({ redirectUri, ...(scopes && { scopes }) });
    options.show(url);
    const cameBack = new Promise<string>((resolve, reject) => {
      limit.addEventListener('abort', () => reject(limit.reason), { once: true });
      server.on('error', reject);
      server.on('request', (request, response) => {
        const isCallback = request.url?.startsWith('/callback?') === true;
        response.writeHead(isCallback ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', connection: 'close' });
        response.end(page(isCallback ? 'You may close this window and go back to the terminal.' : 'Nothing is here.'));
        if (isCallback) resolve(request.url as string);
      });
    });
    return await client.exchange(pending, await cameBack, limit);
  } catch (error) {
    if (limit.aborted && !options.signal.aborted)
      throw new KenningError('timeout', 'Nobody came back from the sign-in; run it again.');
    throw error;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
