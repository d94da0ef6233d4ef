import type { CrmAdapter } from './adapters/crm-adapter.js';
import { type Connector, listings } from './channels/connector.js';
import type { Access } from './core/access.js';
import { type ErrorCode, isKenningError, KenningError } from './core/errors.js';

/** What one channel or CRM answered when it was asked whether it works. */
export interface Checked {
  name: string;
  kind: 'channel' | 'crm';
  /** The network's or CRM's id. */
  of: string;
  ok: boolean;
  /** What the credential may do, where the system tells. */
  access?: Access;
  /** Why it does not work. */
  problem?: { code: ErrorCode; message: string };
  /** Calls that listening makes in 30 days at the configured pace, and what they cost where calls have a price. */
  monthly: { calls: number; cost?: { amount: number; currency: string; source: string } };
}

export interface CheckOptions {
  channels: Readonly<Record<string, Connector>>;
  crms: Readonly<Record<string, CrmAdapter>>;
  /** How often channels are polled and CRMs are read, in milliseconds. */
  pollMs: number;
  contactsMs: number;
  signal?: AbortSignal;
}

const monthMs = 30 * 24 * 60 * 60 * 1000;

/**
 * Asks every channel and CRM whether it can be used: with its own word of what the credential may do where there is one,
 * else by reading one item. Nothing is written, here or there.
 */
export async function check({ channels, crms, pollMs, contactsMs, signal }: CheckOptions): Promise<Checked[]> {
  const call = { ...(signal && { signal }) };
  const ofChannels = Object.entries(channels).map(([name, connector]) => {
    const read = listings.filter((listing) => connector[listing]);
    const calls = Math.round((monthMs / pollMs) * read.length);
    return checked({ name, kind: 'channel', of: connector.network.id, calls }, async () => {
      if (connector.access) return connector.access(call);
      const own = await connector.own?.(call);
      const [listing] = read;
      if (!own && listing) await connector[listing]?.({ ...call, limit: 1 });
      return undefined;
    });
  });
  const ofCrms = Object.entries(crms).map(([name, adapter]) =>
    checked({ name, kind: 'crm', of: adapter.crm.id, calls: Math.round(monthMs / contactsMs) }, async () => {
      if (adapter.access) return adapter.access(call);
      await adapter.contacts({ ...call, limit: 1 });
      return undefined;
    }),
  );
  return Promise.all([...ofChannels, ...ofCrms]);
}

async function checked(
  { calls, ...head }: Pick<Checked, 'name' | 'kind' | 'of'> & { calls: number },
  ask: () => Promise<Access | undefined>,
): Promise<Checked> {
  try {
    const access = await ask();
    const price = access?.price;
    const cost = price && {
      amount: (calls / 1000) * price.perThousandCalls,
      currency: price.currency,
      source: price.source,
    };
    return {
      ...head,
      ok: (access?.missing.length ?? 0) === 0,
      ...(access && { access }),
      monthly: { calls, ...(cost && { cost }) },
    };
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'AbortError') throw thrown;
    const { code, message } = isKenningError(thrown)
      ? thrown
      : new KenningError('unexpected', `${head.name} failed in a way that its code does not know.`);
    return { ...head, ok: false, problem: { code, message }, monthly: { calls } };
  }
}
