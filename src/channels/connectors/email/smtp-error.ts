import { isKenningError, KenningError } from '../../../core/errors.js';
import { isUntrusted, timeouts } from './mailbox-error.js';

/** What the SMTP library threw, as kenning's error. Of what the server said only its codes are told: its words may repeat ours. */
export function smtpError(thrown: unknown, host: string): KenningError {
  if (isKenningError(thrown)) return thrown;
  const cause: Record<string, unknown> = typeof thrown === 'object' && thrown !== null ? { ...thrown } : {};
  const code = typeof cause.code === 'string' ? cause.code : '';
  const message = thrown instanceof Error ? thrown.message : '';
  const said = typeof cause.responseCode === 'number' ? cause.responseCode : 0;
  const at = `email: smtp at ${host}`;
  if (isUntrusted(code, message))
    return new KenningError(
      'network',
      `${at}: its certificate can not be trusted; have it mended, or name its authority in smtp.ca.`,
      { retryable: false },
    );
  if (code === 'EAUTH' && (said === 0 || said >= 500))
    return new KenningError('auth', `${at} refuses the user or the password or token; give it another.`);
  if (said >= 400) return refusal(at, said, typeof cause.response === 'string' ? cause.response : '', cause.command);
  if (timeouts.has(code)) return new KenningError('timeout', `${at} does not answer (${code}).`);
  if (code === 'EENVELOPE' || code === 'EMESSAGE')
    return new KenningError('invalid', `${at} can not take the mail: an address or its size is not possible there.`);
  return new KenningError('network', `${at} can not be reached or broke off${code ? ` (${code.slice(0, 50)})` : ''}.`);
}

/** A refusal by its codes (RFC 5321, section 4.2; RFC 3463). */
function refusal(at: string, said: number, response: string, command: unknown): KenningError {
  const [, enhanced = ''] = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response) ?? [];
  const codes = enhanced ? `${said} ${enhanced}` : String(said);
  if (said < 500) return new KenningError('rate-limited', `${at} does not take the mail now (${codes}).`);
  if (enhanced.startsWith('5.1.') && command === 'RCPT TO')
    return new KenningError('not-found', `${at}: there is no such recipient (${codes}); check the address.`);
  if (said === 552 || enhanced === '5.3.4')
    return new KenningError('too-large', `${at}: the mail is too large, or the mailbox it goes to is full (${codes}).`);
  return new KenningError('forbidden', `${at} refuses the mail (${codes}); its operator can say why.`);
}
