import { KenningError } from '../errors.js';

/** Codes of connections that were never made: whatever was to be sent did not arrive. */
const neverConnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const certificate = /CERT|SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)/;

/**
 * Why a request did not get through, in codes alone: what a runtime says besides may quote what was sent. `arrived` is false
 * when it certainly did not arrive. `httpClient` does it by itself; this is for who sends by other means.
 *
 * @param where what was asked for, as the message calls it; it may hold no secret
 */
export function networkError(where: string, error: unknown): { error: KenningError; arrived: boolean } {
  const reason = reasonOf(error);
  const failed = `${where} did not get through`;
  if (certificate.test(reason))
    return {
      error: new KenningError(
        'network',
        `${failed}: the server's certificate is not trusted (${reason}). Its operator must renew it, or this machine must trust who issued it.`,
        { retryable: false },
      ),
      arrived: false,
    };
  return {
    error: new KenningError('network', `${failed}: ${reason}. Try again later.`),
    arrived: !neverConnected.has(reason),
  };
}

/** `ECONNREFUSED` lies in the cause of fetch's error, and among several in the first. */
function reasonOf(error: unknown): string {
  let reason = 'the connection failed';
  let at: unknown = error;
  for (let depth = 0; at instanceof Error && depth < 5; depth++) {
    if ('code' in at && typeof at.code === 'string' && /^\w{1,60}$/.test(at.code)) reason = at.code;
    at = at.cause ?? (at instanceof AggregateError ? at.errors[0] : undefined);
  }
  return reason;
}
