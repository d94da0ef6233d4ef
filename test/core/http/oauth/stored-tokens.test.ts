import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { contextOf } from '../../../../src/core/context.js';
import { storedTokens } from '../../../../src/core/http/oauth/stored-tokens.js';
import type { Tokens } from '../../../../src/core/http/oauth/tokens.js';
import { takeLease } from '../../../../src/core/lease.js';
import type { Store } from '../../../../src/core/store/store.js';
import { describeStores } from '../../../support/stores.js';

const key = () => randomBytes(32).toString('base64');
const tokens: Tokens = {
  accessToken: 'canary-access',
  refreshToken: 'canary-refresh',
  obtainedAt: '2026-01-01T00:00:00.000Z',
};

describeStores('tokens in the store', (open) => {
  const opened: Store[] = [];
  const openOne = () => {
    const store = open();
    opened.push(store);
    return store;
  };
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });

  it('come back as they were, and can not be read in it', async () => {
    const store = openOne();
    const kept = storedTokens({ store, keys: [key()] });
    expect(await kept.read('brand')).toBeUndefined();
    expect(await kept.update('brand', async () => tokens)).toEqual(tokens);
    expect(await kept.read('brand')).toEqual(tokens);
    expect(await kept.read('other')).toBeUndefined();
    const rows = await store.list('settings', 'all', { where: {} });
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/canary|brand/);
    expect(await kept.update('brand', async () => undefined)).toBeUndefined();
    expect(await store.count('settings', 'all', {})).toBe(0);
  });

  it('stay as they are when changing them fails, and can be changed afterwards', async () => {
    const kept = storedTokens({ store: openOne(), keys: [key()] });
    await kept.update('brand', async () => tokens);
    const failed = kept.update('brand', async () => {
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await kept.update('brand', async (old) => old)).toEqual(tokens);
  });

  it('are changed by one at a time', async () => {
    const store = openOne();
    const keys: [string] = [key()];
    let inside = 0;
    const changes = Array.from({ length: 8 }, () =>
      storedTokens({ store, keys }).update('brand', async (old) => {
        inside += 1;
        expect(inside).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 2));
        inside -= 1;
        return { ...tokens, accessToken: `${old?.accessToken ?? ''}x` };
      }),
    );
    await Promise.all(changes);
    expect(await storedTokens({ store, keys }).read('brand')).toMatchObject({ accessToken: 'xxxxxxxx' });
  });

  it('of two that changed them in spite of the lease, the first stand', async () => {
    const store = openOne();
    const kept = storedTokens({ store, keys: [key()] });
    await kept.update('brand', async () => tokens);
    const slow = kept.update('brand', async (old) => {
      await store.transaction(async (transaction) => {
        await transaction.lock(() => []);
        for (const { name } of await transaction.list('leases', 'all', { where: {} }))
          await transaction.remove('leases', { name });
      });
      await kept.update('brand', async () => ({ ...tokens, accessToken: 'first' }));
      return { ...(old as Tokens), accessToken: 'second' };
    });
    expect(await slow).toMatchObject({ accessToken: 'first' });
  });

  it('can be read with an older key, and with no other', async () => {
    const store = openOne();
    const [older, newer] = [key(), key()];
    await storedTokens({ store, keys: [older] }).update('brand', async () => tokens);
    const both = storedTokens({ store, keys: [newer, older] });
    expect(await both.read('brand')).toEqual(tokens);
    await expect(storedTokens({ store, keys: [newer] }).read('brand')).rejects.toMatchObject({ code: 'auth' });
    await both.update('brand', async (old) => ({ ...(old as Tokens), accessToken: 'new' }));
    expect(await storedTokens({ store, keys: [newer] }).read('brand')).toMatchObject({ accessToken: 'new' });
  });

  it('laid where others were are broken', async () => {
    const store = openOne();
    const kept = storedTokens({ store, keys: [key()] });
    await kept.update('one', async () => tokens);
    await kept.update('other', async () => ({ ...tokens, accessToken: 'other' }));
    const [first, second] = await store.list('settings', 'all', { where: {} });
    await store.transaction(async (transaction) => {
      await transaction.lock(() => []);
      await transaction.put('settings', { name: first?.name ?? '', data: second?.data });
    });
    const read = await Promise.allSettled([kept.read('one'), kept.read('other')]);
    expect(read.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });

  it('are not waited for without end, and an abort is told as it is', async () => {
    const store = openOne();
    const names: string[] = [];
    await storedTokens({ store, keys: [key()] }).update('brand', async () => {
      names.push(...(await store.list('leases', 'all', { where: {} })).map(({ name }) => name));
      return tokens;
    });
    await takeLease({ store, context: contextOf() }, names[0] ?? '', 60_000);
    const hasty = storedTokens({ store, keys: [key()], waitMs: 60 });
    await expect(hasty.update('brand', async () => tokens)).rejects.toMatchObject({ code: 'timeout' });
    const reason = new Error('stop');
    const aborted = hasty.update('brand', async () => tokens, { signal: AbortSignal.abort(reason) });
    await expect(aborted).rejects.toBe(reason);
  });
});

describe('a key for tokens', () => {
  it.each(['', 'c2hvcnQ=', 'no base64!', randomBytes(33).toString('base64')])('is 32 bytes: not %s', (wrong) => {
    expect(() => storedTokens({ store: undefined as never, keys: [wrong] })).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });
});
