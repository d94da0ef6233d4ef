import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { isKenningError, KenningError } from '../../core/errors.js';
import type { ReviewDesk } from './review-desk.js';
import { page, script, style } from './review-page.js';

const answer = z.strictObject({ id: z.string().max(200), same: z.boolean() });
const bodyAtMost = 10_000;
const hashed = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only what stands in the page itself runs, it speaks with this server alone, and nothing may frame it. */
const headers = {
  'content-security-policy': [
    "default-src 'none'",
    `script-src ${hashed(script)}`,
    `style-src ${hashed(style)}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * Serves the review page on 127.0.0.1, at any free port, until the signal. The address holds a secret; requests by
 * another name of this machine, or sent by another site's page, are refused.
 */
export async function serveReview(
  desk: ReviewDesk,
  options: { signal: AbortSignal; show: (url: string) => void },
): Promise<void> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer();
  server.listen(0, '127.0.0.1');
  try {
    await once(server, 'listening', { signal: options.signal });
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => {
      respond(desk, request, { host, token }).then(
        (answered) => send(response, answered),
        (error: unknown) => send(response, refusal(error)),
      );
    });
    options.show(`http://${host}/${token}/`);
    await once(server, 'close', { signal: options.signal }).catch((error: unknown) => {
      if (!options.signal.aborted) throw error;
    });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

interface Answered {
  status: number;
  type: 'text/html' | 'application/json';
  body: string;
}

const json = (value: unknown, status = 200): Answered => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});

async function respond(
  desk: ReviewDesk,
  request: IncomingMessage,
  { host, token }: { host: string; token: string },
): Promise<Answered> {
  // A name that was pointed at this machine by somebody else (DNS rebinding) is not ours.
  if (request.headers.host !== host) throw new KenningError('forbidden', 'This address is served by its number alone.');
  const { origin, 'sec-fetch-site': site } = request.headers;
  const foreign = origin !== undefined && origin !== `http://${host}`;
  if (foreign || (site !== undefined && site !== 'same-origin' && site !== 'none'))
    throw new KenningError('forbidden', 'Another site asked.');
  const { pathname, searchParams } = new URL(request.url ?? '/', `http://${host}`);
  const [, given = '', verb = '', ...more] = pathname.split('/');
  if (!equal(given, token) || more.length > 0)
    throw new KenningError('not-found', 'Open the address that the terminal shows.');
  if (request.method === 'GET' && verb === '') return { status: 200, type: 'text/html', body: page };
  if (request.method === 'GET' && verb === 'pair') return json(await desk.look(placeOf(searchParams.get('at'))));
  if (request.method !== 'POST') throw new KenningError('not-found', 'There is nothing here.');
  // Without these a page of another site could send a form.
  if (origin === undefined || request.headers['content-type'] !== 'application/json')
    throw new KenningError('forbidden', 'Answers come from the page alone, as JSON.');
  const body = await bodyOf(request);
  if (verb === 'answer') {
    const parsed = answer.safeParse(body);
    if (!parsed.success) throw new KenningError('invalid', 'An answer is { id, same }.');
    await desk.answer(parsed.data.id, parsed.data.same);
    return json({});
  }
  if (verb === 'undo') return json({ at: await desk.undo() });
  throw new KenningError('not-found', 'There is nothing here.');
}

function equal(given: string, token: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(token)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function placeOf(text: string | null): number {
  const at = Number(text ?? 0);
  return Number.isSafeInteger(at) && at > 0 ? at : 0;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > bodyAtMost) throw new KenningError('too-large', `A request holds at most ${bodyAtMost} bytes.`);
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new KenningError('invalid', 'The request is no JSON.');
  }
}

const statuses: Partial<Record<KenningError['code'], number>> = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
};

function refusal(error: unknown): Answered {
  // A message of something unforeseen may hold what a record says.
  if (!isKenningError(error)) return json({ error: 'Something went wrong; nothing was changed.' }, 500);
  return json({ error: error.message, code: error.code }, statuses[error.code] ?? 500);
}

function send(response: ServerResponse, { status, type, body }: Answered): void {
  response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` });
  response.end(body);
}
