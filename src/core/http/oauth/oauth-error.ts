import { type ErrorCode, KenningError } from '../../errors.js';
import type { ErrorDescription } from '../http-error.js';

const codes: Readonly<Record<string, [ErrorCode, string]>> = {
  invalid_grant: ['auth', 'What allowed us to act was revoked, has expired or was used before: sign in again'],
  invalid_client: ['auth', 'The app is not known by this id and secret: check them'],
  unauthorized_client: ['auth', 'The app may not sign in like this: check its settings'],
  invalid_scope: ['forbidden', 'A scope is unknown or may not be asked for: check the scopes'],
  access_denied: ['forbidden', 'It was refused on the sign-in page'],
  temporarily_unavailable: ['network', 'The server is not available: try again later'],
  server_error: ['network', 'The server failed: try again later'],
  slow_down: ['rate-limited', 'It was asked too often'],
};

/** What an OAuth error is in kenning's words (RFC 6749, sections 4.1.2.1 and 5.2). */
export function describeOAuthError(body: unknown): ErrorDescription | undefined {
  const { error, error_description: description } = (body ?? {}) as Record<string, unknown>;
  if (typeof error !== 'string') return undefined;
  const [code, advice] = (Object.hasOwn(codes, error) ? codes[error] : undefined) ?? ['invalid'];
  const told = typeof description === 'string' ? `${error} (${description})` : error;
  return { code, message: [advice, told].filter(Boolean).join('. ') } as ErrorDescription;
}

/** The same as an error, where no status says that it is one. */
export function oauthError(where: string, body: unknown, redacted: (text: string) => string): KenningError {
  const { code = 'unexpected', message = 'the answer holds no access token' } = describeOAuthError(body) ?? {};
  return new KenningError(code, `${where}: ${redacted(message)}.`);
}
