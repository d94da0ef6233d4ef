import { type ErrorCode, KenningError } from '../errors.js';
import { redact } from '../redact.js';
import { type HeaderReader, type RateLimit, retryAfterOf } from './rate-limit.js';

/** What a vendor's error body says, in kenning's words. */
export interface ErrorDescription {
  /** Takes the place of the status's code where a vendor's body says it better. */
  code?: ErrorCode;
  message?: string;
  /** Where the body says how long to wait, and no header does. */
  retryAfterMs?: number;
}

const byStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid',
  401: 'auth',
  402: 'forbidden',
  403: 'forbidden',
  404: 'not-found',
  405: 'unsupported',
  408: 'timeout',
  409: 'conflict',
  410: 'not-found',
  412: 'conflict',
  413: 'too-large',
  422: 'invalid',
  423: 'conflict',
  429: 'rate-limited',
  451: 'forbidden',
  501: 'unsupported',
};

/** Whose move it is. */
const advice: Partial<Record<ErrorCode, string>> = {
  auth: 'Sign in again or check the credentials.',
  forbidden: 'This account may not do that.',
};
const adviceByStatus: Readonly<Record<number, string>> = {
  402: 'The plan of this account does not have it; whoever pays for it must change the plan.',
  423: 'Somebody or a workflow holds it; when they have let it go, send it again.',
};

const requestIds = [
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'x-hubspot-correlation-id',
  'x-ms-service-request-id',
  'x-github-request-id',
  'x-fb-trace-id',
  'x-transaction-id',
  'x-li-uuid',
  'x-slack-req-id',
  'x-tt-logid',
  'cf-ray',
];

/** What a server calls an exchange; its support asks for it. */
export function requestIdOf(headers: HeaderReader): string | undefined {
  for (const name of requestIds) {
    const id = headers.get(name);
    // What is no id may be anything, also what was sent.
    if (id && /^[\w.:/=+-]{1,100}$/.test(id)) return id;
  }
  return undefined;
}

export interface HttpErrorOptions {
  /** What the body says. */
  description?: ErrorDescription;
  /** Values that the message may not hold. */
  secrets?: readonly string[];
  /** What headers that only this server has say of its limits. */
  limits?: readonly RateLimit[];
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * Turns a refused request into the one error: status and body decide the code, headers how long to wait. `httpClient` does
 * it by itself; this is for who sends by other means.
 *
 * @param where what was asked for, as the message calls it; it may hold no secret
 *
 * @example
 * if (!response.ok) throw httpError('Example: GET /posts', response, { now: Date.now() });
 */
export function httpError(
  where: string,
  response: Pick<Response, 'status' | 'headers'>,
  { description = {}, secrets = [], limits = [], now }: HttpErrorOptions,
): KenningError {
  const { status, headers } = response;
  const code = description.code ?? byStatus[status] ?? (status >= 500 ? 'network' : 'unexpected');
  const asked = code === 'rate-limited' || status === 503;
  const wait = asked ? (description.retryAfterMs ?? retryAfterOf(headers, now, limits)) : undefined;
  const id = requestIdOf(headers);
  const target = status >= 300 && status < 400 ? URL.parse(headers.get('location') ?? '') : null;
  const whoseMove = (description.code ? undefined : adviceByStatus[status]) ?? advice[code];
  const parts = [
    `${where} was answered with ${status}`,
    description.message && `: ${redact(description.message, secrets)}`,
    id && ` (request ${redact(id, secrets)})`,
    '.',
    target &&
      ` It sends us to ${redact(target.origin, secrets)}, where nothing is sent: change the address if that is right.`,
    wait !== undefined && ` Wait ${Math.ceil(wait / 1000)} s.`,
    whoseMove && ` ${whoseMove}`,
  ];
  return new KenningError(code, parts.filter(Boolean).join(''), wait === undefined ? {} : { retryAfterMs: wait });
}
