import { isKenningError } from '../../../core/errors.js';
import type { CredentialOptions } from './server-options.js';

export type MailCredential = { user: string; pass: string } | { user: string; accessToken: string };

/** Signs in with what the app gives. A token that is refused is asked for once more, and no oftener. */
export async function withCredential<Result>(
  { user, password, token }: CredentialOptions,
  signal: AbortSignal | undefined,
  use: (credential: MailCredential) => Promise<Result>,
): Promise<Result> {
  if (!token) return use({ user, pass: password ?? '' });
  const first = await token({ ...(signal && { signal }) });
  try {
    return await use({ user, accessToken: first });
  } catch (error) {
    if (!isKenningError(error, 'auth')) throw error;
    const second = await token({ refused: first, ...(signal && { signal }) });
    if (second === first) throw error;
    return use({ user, accessToken: second });
  }
}
