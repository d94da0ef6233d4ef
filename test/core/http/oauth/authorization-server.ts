import { createHash } from 'node:crypto';
import { type LocalServer, localServer, sendJson } from '../local-server.js';

export interface AuthorizationServer extends LocalServer {
  /** How many tokens were given for each kind of grant. */
  granted: Record<string, number>;
  /** Refresh tokens that came a second time: all that came of them is revoked, as RFC 9700 advises. */
  reused: string[];
  /** Begins a sign-in as a browser would: gives the code. */
  begin(url: string): string;
}

/** An authorization server that checks PKCE and rotates refresh tokens, each of which counts once. */
export async function authorizationServer({ expiresIn = 3600 } = {}): Promise<AuthorizationServer> {
  const granted: Record<string, number> = {};
  const reused: string[] = [];
  const used = new Set<string>();
  const challenges = new Map<string, string>();
  const revoked = new Set<string>();
  let count = 0;

  const server = await localServer((response, { url, body, headers }) => {
    const form = Object.fromEntries(new URLSearchParams(body));
    const refuse = (error: string) => sendJson(response, 400, { error, error_description: `about ${body}` });
    const login = headers.authorization?.replace(/^Basic /, '');
    const [id, secret] = login ? atob(login).split(':') : [form.client_id, form.client_secret];
    if (url === '/revoke') {
      revoked.add(form.token ?? '');
      response.writeHead(200).end();
      return;
    }
    if (id !== 'made-up-app' || secret !== 'canary-secret') return refuse('invalid_client');
    const grant = form.grant_type ?? '';
    if (grant === 'authorization_code') {
      const challenge = createHash('sha256')
        .update(form.code_verifier ?? '')
        .digest('base64url');
      if (challenges.get(form.code ?? '') !== challenge) return refuse('invalid_grant');
      challenges.delete(form.code ?? '');
    } else if (grant === 'refresh_token') {
      const token = form.refresh_token ?? '';
      if (used.has(token)) reused.push(token);
      if (used.has(token) || revoked.has(token)) return refuse('invalid_grant');
      used.add(token);
    }
    granted[grant] = (granted[grant] ?? 0) + 1;
    count += 1;
    sendJson(response, 200, {
      access_token: `canary-access-${count}`,
      token_type: 'bearer',
      expires_in: expiresIn,
      instance_url: 'https://made-up.example',
      ...(grant !== 'client_credentials' && { refresh_token: `canary-refresh-${count}` }),
    });
  });

  return {
    ...server,
    granted,
    reused,
    begin(url) {
      const code = `canary-code-${challenges.size + 1}`;
      challenges.set(code, new URL(url).searchParams.get('code_challenge') ?? '');
      return code;
    },
  };
}
