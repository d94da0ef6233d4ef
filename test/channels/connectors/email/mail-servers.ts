import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ImapFlow } from 'imapflow';
import { type Dovecot, startDovecot } from '../../../support/dovecot.js';

export const password = 'correct-horse';

/** A Dovecot that knows the tokens of `tokens` (token to user), beside the one password. */
export interface MailServers {
  dovecot: Dovecot;
  tokens: Map<string, string>;
  /** A mail program of somebody's own. */
  signIn(user: string): Promise<ImapFlow>;
  stop(): void;
}

export async function startMailServers(): Promise<MailServers> {
  const tokens = new Map<string, string>();
  const introspection = await introspectionServer(tokens);
  const dovecot = await startDovecot(`http://127.0.0.1:${(introspection.address() as AddressInfo).port}/`);
  return {
    dovecot,
    tokens,
    async signIn(user) {
      const auth = { user, pass: password };
      const line = { host: '127.0.0.1', port: dovecot.port, secure: false, doSTARTTLS: false };
      const client = new ImapFlow({ ...line, auth, logger: false });
      await client.connect();
      return client;
    },
    stop() {
      dovecot.stop();
      introspection.close();
    },
  };
}

async function introspectionServer(tokens: Map<string, string>): Promise<Server> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const username = tokens.get(new URLSearchParams(body).get('token') ?? '');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(username ? { active: true, username } : { active: false }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
