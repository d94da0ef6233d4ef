import { z } from 'zod';
import type { Access } from '../../../core/access.js';
import { quotasOf } from '../../../core/http/quotas-of.js';
import type { CallOptions } from '../../../core/page.js';
import type { Xrpc } from './xrpc.js';

const sessionStatus = z.object({
  handle: z.string(),
  active: z.boolean().optional(),
  status: z.string().optional(),
  emailConfirmed: z.boolean().optional(),
});

/** What our account may do. An app password may do everything but private messages, unless it was made for them too. */
export async function access(xrpc: Xrpc, { signal }: CallOptions = {}): Promise<Access> {
  await xrpc.account(signal);
  const { handle, active, status, emailConfirmed } = await xrpc.query(
    'com.atproto.server.getSession',
    {},
    sessionStatus,
    signal,
  );
  return {
    account: handle,
    missing: active === false ? [{ scope: `an active account (it is ${status ?? 'not active'})`, verbs: writes }] : [],
    quotas: quotasOf(xrpc.rateLimit),
    notes:
      emailConfirmed === false ? ['The address of this account is not confirmed; some servers let it do less.'] : [],
  };
}

const writes = ['reply', 'publish', 'like', 'remove', 'hide'];
