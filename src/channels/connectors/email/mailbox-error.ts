import { isKenningError, KenningError } from '../../../core/errors.js';

const certificate = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;
export const timeouts: ReadonlySet<string> = new Set([
  'ETIMEDOUT',
  'ETIMEOUT',
  'CONNECT_TIMEOUT',
  'GREETING_TIMEOUT',
  'UPGRADE_TIMEOUT',
]);

/** Whether a connection failed because nobody vouches for the server. */
export function isUntrusted(code: string, message: string): boolean {
  return [code, message].some((text) => certificate.test(text)) || /certificate/i.test(message);
}

/** What the IMAP library threw, as kenning's error. What the server said is left out: it may repeat what it was told. */
export function mailboxError(thrown: unknown, host: string): KenningError {
  if (isKenningError(thrown)) return thrown;
  const cause = isRecord(thrown) ? thrown : {};
  const word = (name: string) => (typeof cause[name] === 'string' ? cause[name] : '');
  const code = word('code');
  const said = word('serverResponseCode');
  const at = `email: imap at ${host}`;
  if (isUntrusted(code, word('message')))
    return new KenningError(
      'network',
      `${at}: its certificate can not be trusted${code ? ` (${code})` : ''}; have it mended, or name its authority in imap.ca.`,
      { retryable: false },
    );
  if (said === 'UNAVAILABLE' || said === 'INUSE' || said === 'LIMIT')
    return new KenningError('rate-limited', `${at} has too much to do; it is tried again later.`);
  if (cause.authenticationFailed === true)
    return new KenningError('auth', `${at} refuses the user or the password or token; give it another.`);
  if (timeouts.has(code)) return new KenningError('timeout', `${at} does not answer (${code}).`);
  if (word('responseStatus') === 'NO' || word('responseStatus') === 'BAD')
    return new KenningError('unexpected', `${at} does not do what it was asked.`);
  return new KenningError('network', `${at} can not be reached or broke off${code ? ` (${code.slice(0, 50)})` : ''}.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
