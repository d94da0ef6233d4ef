import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FakeHubspot } from './fake-hubspot.js';
import type { Answer } from './hubspot-answers.js';

/** Serves the fake over real HTTP. */
export async function serveHubspot(fake: FakeHubspot): Promise<{ baseUrl: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const { pathname: path, search } = new URL(request.url ?? '/', 'http://fake');
      const answer = fake.answer({ method: request.method ?? 'GET', path, search, text, headers: request.headers });
      if (!answer) return response.destroy();
      const sent = textOf(answer);
      response.sendDate = false;
      response.writeHead(answer.status ?? 200, {
        ...headersOf(fake, answer),
        ...(answer.half && { 'content-length': String(sent.length + 100) }),
      });
      if (!answer.half) return response.end(sent);
      response.write(sent);
      return response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The same in a function, for suites that bring faults of their own. */
export async function answerRequest(fake: FakeHubspot, request: Request): Promise<Response> {
  const { pathname: path, search } = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  const answer = fake.answer({ method: request.method, path, search, text: await request.text(), headers });
  if (!answer) throw new TypeError('fetch failed');
  const body = textOf(answer) || null;
  return new Response(body, { status: answer.status ?? 200, headers: headersOf(fake, answer) });
}

function textOf({ body }: Answer): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function headersOf(fake: FakeHubspot, { headers = {} }: Answer): Record<string, string> {
  return {
    'content-type': 'application/json;charset=utf-8',
    date: new Date(fake.clock.now()).toUTCString(),
    ...headers,
  };
}
