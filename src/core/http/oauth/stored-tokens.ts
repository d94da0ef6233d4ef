import { type Context, contextOf } from '../../context.js';
import { digest } from '../../digest.js';
import { isKenningError, KenningError } from '../../errors.js';
import { type Lease, takeLease } from '../../lease.js';
import type { Store } from '../../store/store.js';
import { wait } from '../../wait.js';
import { seal } from './seal.js';
import type { TokenStore } from './token-store.js';
import { type Tokens, tokensSchema } from './tokens.js';

export interface StoredTokensOptions {
  store: Store;
  /**
   * Seals the tokens: 32 random bytes in base64, kept anywhere but in the store. While one takes another's place give both,
   * the newest first.
   */
  keys: readonly [string, ...string[]];
  /** How long to wait for another process that renews the same tokens, in milliseconds. Defaults to 60,000. */
  waitMs?: number;
  context?: Context;
}

const leaseMs = 30_000;

/**
 * Keeps tokens in kenning's own store, sealed, for the store's tenant. Who changes some holds a lease that all processes
 * know, so no transaction waits for a server.
 *
 * @throws KenningError `invalid` for a wrong key; `auth` from its verbs when the key does not open what is kept; `timeout` when another process does not end.
 *
 * @example
 * const tokens = storedTokens({ store, keys: [process.env.TOKEN_KEY] });
 */
export function storedTokens(options: StoredTokensOptions): TokenStore {
  const { store, keys, waitMs = 60_000, context = contextOf() } = options;
  const sealing = seal(keys);
  const nameOf = async (key: string) => `tokens/${await digest(key)}`;
  const sealedAt = async (name: string) => (await store.get('settings', { name }))?.data as string | undefined;

  async function opened(sealed: string | undefined, name: string): Promise<Tokens | undefined> {
    if (sealed === undefined) return undefined;
    return tokensSchema.parse(JSON.parse(await sealing.open(sealed, `${store.tenant}/${name}`)));
  }

  async function hold(name: string, signal: AbortSignal | undefined): Promise<Lease> {
    for (let waited = 0; waited < waitMs; ) {
      const lease = await takeLease({ store, context }, name, leaseMs);
      if (lease) return lease;
      const pause = 10 + Math.random() * 40;
      await wait(pause, signal);
      waited += pause;
    }
    throw new KenningError(
      'timeout',
      `Another process has been renewing the same tokens for ${waitMs / 1000} s; try again later.`,
    );
  }

  /** Puts tokens where the ones lie that they were made of; false when those are no longer there. */
  async function replace(name: string, before: string | undefined, after: string | undefined): Promise<boolean> {
    const work = () =>
      store.transaction(async (transaction) => {
        await transaction.lock(() => [name]);
        if ((await transaction.get('settings', { name }))?.data !== before) return false;
        if (after === undefined) await transaction.remove('settings', { name });
        else await transaction.put('settings', { name, data: after });
        return true;
      });
    // The server has forgotten the old ones, so the new ones are not given up easily.
    for (let tries = 0; ; tries++)
      try {
        return await work();
      } catch (error) {
        if (tries === 5 || !isKenningError(error, 'storage-busy')) throw error;
        await wait(100 * 2 ** tries);
      }
  }

  return {
    async read(key) {
      const name = await nameOf(key);
      return opened(await sealedAt(name), name);
    },
    async update(key, change, { signal } = {}) {
      const name = await nameOf(key);
      const lease = await hold(name, signal);
      const lost = new AbortController();
      const renewing = setInterval(async () => {
        if (!(await lease.renew().catch(() => lease.holds())))
          lost.abort(new KenningError('timeout', 'Another process took over the renewal of these tokens; try again.'));
      }, leaseMs / 3);
      try {
        const before = await sealedAt(name);
        const old = await opened(before, name);
        const tokens = await change(old, signal ? AbortSignal.any([signal, lost.signal]) : lost.signal);
        if (tokens === old) return old;
        const after = tokens && (await sealing.close(JSON.stringify(tokens), `${store.tenant}/${name}`));
        return (await replace(name, before, after)) ? tokens : await opened(await sealedAt(name), name);
      } finally {
        clearInterval(renewing);
        await lease.release().catch(() => {});
      }
    },
  };
}
