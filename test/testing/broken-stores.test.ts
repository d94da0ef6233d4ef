import { describe, expect, it } from 'vitest';
import { memory } from '../../src/core/store/memory.js';
import type { Store, StoreTransaction } from '../../src/core/store/store.js';
import { storeSuite } from '../../src/testing/suites/store/index.js';
import { untyped } from '../../src/testing/suites/store/store-subject.js';
import { tryOut } from '../../src/testing/suites/try-out.js';

type Verbs = Record<string, (...given: never[]) => unknown>;
type Change = (store: Store) => Partial<Record<keyof Store, unknown>>;

/** A store whose transactions are changed. */
const inTransactions =
  (change: (transaction: StoreTransaction, store: Store) => Partial<Record<keyof StoreTransaction, unknown>>): Change =>
  (store) => ({
    transaction: (work: (transaction: StoreTransaction) => Promise<unknown>) =>
      store.transaction((transaction) => work({ ...transaction, ...change(transaction, store) } as StoreTransaction)),
  });
/** A store whose listings are changed, in transactions too. */
const listing = (change: (options: Record<string, unknown>) => Record<string, unknown>): Change => {
  const changed = (reader: object) => ({
    list: (collection: string, index: string, options: Record<string, unknown>) =>
      untyped(reader).list(collection, index, change(options)),
  });
  return (store) => ({ ...changed(store), ...inTransactions(changed)(store) });
};

/** What is wrong with a store, by the rule that must find it. */
const flaws: Record<string, Change> = {
  'rows: are given as they were put': (store) => ({
    get: async (...given: [string, Record<string, unknown>]) => {
      const row = await untyped(store).get(...given);
      return row && given[0] === 'signals' ? { ...row, data: undefined } : row;
    },
  }),
  'rows: hold any text and any plain JSON': inTransactions((transaction) => ({
    put: (collection: string, row: Record<string, unknown>) =>
      untyped(transaction).put(collection, {
        ...row,
        ...(typeof row.data === 'object' && JSON.stringify(row.data).length > 100_000 && { data: null }),
      }),
  })),
  'rows: are added once': inTransactions((transaction) => ({
    add: async (...given: Parameters<Verbs[string]>) => {
      if (given[0] === 'settings') return (transaction.add as Verbs[string])?.(...given);
      await (transaction.put as Verbs[string])?.(...given);
      return true;
    },
  })),
  'rows: that are put take the place of the one with their key': inTransactions((transaction) => ({
    put: (collection: string, row: Record<string, unknown>) =>
      row.record === 'r' ? untyped(transaction).add(collection, row) : untyped(transaction).put(collection, row),
  })),
  'rows: are gone once removed, and removing what is not there is no error': inTransactions((transaction) => ({
    remove: async (collection: string, key: { name?: string }) => {
      if (key.name === 'b' && !(await untyped(transaction).get(collection, key))) throw new Error('not there');
      return untyped(transaction).remove(collection, key);
    },
  })),
  'rows: are listed in the order of each index': (store) => ({
    list: async (...given: [string, string, Record<string, unknown>]) => {
      const rows = await untyped(store).list(...given);
      return given[0] === 'interactions' ? rows.reverse() : rows;
    },
  }),
  'rows: are listed downwards': listing(({ direction: _ignored, ...options }) => options),
  'rows: are listed after a place, and from one': listing(({ from, ...options }) =>
    from ? { ...options, after: from } : options,
  ),
  'rows: are listed by the code points of their texts': (store) => ({
    list: async (...given: [string, string, Record<string, unknown>]) => {
      const rows = await untyped(store).list(...given);
      const isOfLetters = given[0] === 'settings' && rows.some(({ name }) => name === '～');
      return isOfLetters ? rows.toSorted((a, b) => (String(a.name) < String(b.name) ? -1 : 1)) : rows;
    },
  }),
  'rows: are listed no more than wanted, and at most 100 by default': listing(({ limit = 1000, ...options }) => ({
    ...options,
    limit,
  })),
  'transactions: that fail leave nothing': (store) => ({
    transaction: async (work: (transaction: StoreTransaction) => Promise<unknown>) => {
      let failed: { error: unknown } | undefined;
      let counts = false;
      const result = await store.transaction(async (transaction) => {
        const sequence: StoreTransaction['sequence'] = (...given) => {
          counts = true;
          return transaction.sequence(...given);
        };
        try {
          return await work({ ...transaction, sequence });
        } catch (error) {
          if (counts) throw error;
          failed = { error };
          return undefined;
        }
      });
      if (failed) throw failed.error;
      return result;
    },
  }),
  'transactions: see what they have done themselves': inTransactions((_transaction, store) => ({
    list: store.list,
    count: store.count,
  })),
  'transactions: show others nothing before they are committed': (store) => {
    let open: StoreTransaction | undefined;
    return {
      transaction: (work: (transaction: StoreTransaction) => Promise<unknown>) =>
        store.transaction(async (transaction) => {
          open = transaction;
          return work(transaction).finally(() => {
            open = undefined;
          });
        }),
      count: (...given: [string, string, Record<string, unknown>]) => untyped(open ?? store).count(...given),
    };
  },
  'transactions: give what their work gives': (store) => ({
    transaction: async (work: (transaction: StoreTransaction) => Promise<unknown>) => {
      const result = await store.transaction(work);
      return result === 'done' ? undefined : result;
    },
  }),
  'transactions: that have ended take no more': inTransactions((transaction, store) => ({
    put: (...given: Parameters<StoreTransaction['put']>) =>
      transaction.put(...given).catch(() => store.transaction((again) => again.put(...given))),
  })),
  'transactions: that lock the same key wait for each other': (store) => ({
    // Reads come from before, writes go in at the end: what others did meanwhile is lost.
    async transaction(work: (transaction: StoreTransaction) => Promise<unknown>) {
      const writes: ((transaction: StoreTransaction) => Promise<unknown>)[] = [];
      let locks = '';
      const result = await store.transaction(async (transaction) => {
        const apart = {
          ...transaction,
          lock: async (keys: () => unknown) => {
            locks = JSON.stringify(keys());
          },
          put: async (...given: Parameters<StoreTransaction['put']>) => {
            if (locks === '["counter"]') writes.push((later) => later.put(...given));
            else await transaction.put(...given);
          },
        };
        return work(apart as StoreTransaction);
      });
      await new Promise((resolve) => setImmediate(resolve));
      for (const write of writes) await store.transaction(write);
      return result;
    },
  }),
  'transactions: lock what only reading can tell, everything, and the ledger': inTransactions((transaction) => {
    let held = false;
    return {
      lockLedger: async () => {
        if (held) throw new Error('it is held already');
        held = true;
        await transaction.lockLedger();
      },
    };
  }),
  'transactions: foresee listings without changing them': inTransactions((transaction) => {
    const foreseen = new Map<string, unknown[]>();
    const nameOf = (collection: string, index: string, where: unknown) => JSON.stringify([collection, index, where]);
    return {
      foresee: async (collection: string, index: string, wheres: () => Record<string, unknown>[]) => {
        for (const where of wheres())
          foreseen.set(nameOf(collection, index, where), await untyped(transaction).list(collection, index, { where }));
      },
      list: async (collection: string, index: string, options: { where: Record<string, unknown> }) =>
        foreseen.get(nameOf(collection, index, options.where)) ?? untyped(transaction).list(collection, index, options),
    };
  }),
  'transactions: leave what a plain map would hold, whatever the history': inTransactions((transaction) => ({
    remove: async (collection: string, key: { name?: string }) => {
      if (key.name !== 'n8') await untyped(transaction).remove(collection, key);
    },
  })),
  'sequences: begin at one and count each by itself': inTransactions((transaction) => ({
    sequence: async (name: string, count: number) => {
      const first = await transaction.sequence('changes', count);
      return name === 'ledger' ? first + 100 : first;
    },
  })),
  'sequences: have no gap, whoever asks': inTransactions((transaction) => ({
    sequence: async (name: 'ledger' | 'changes', count: number) => {
      const first = await transaction.sequence(name, count);
      return first > 15 ? first + 1 : first;
    },
  })),
  'sequences: give back what a failing transaction took': (store) => {
    let lost = 0;
    return inTransactions((transaction) => ({
      sequence: async (name: 'ledger' | 'changes', count: number) => {
        const first = (await transaction.sequence(name, count)) + lost;
        if (count === 5) lost += 5;
        return first;
      },
    }))(store);
  },
  'sequences: go in the order of commits': (store) => {
    let next = 0;
    return {
      async transaction(work: (transaction: StoreTransaction) => Promise<unknown>) {
        const sequence = ++next;
        // Taken before it is its turn: the second of two commits first.
        await new Promise((resolve) => setTimeout(resolve, sequence % 2 ? 2 : 0));
        return store.transaction((transaction) =>
          work({ ...transaction, sequence: async () => sequence } as StoreTransaction),
        );
      },
    };
  },
  'tenants: are the ones they were opened for': (store) => ({
    forTenant: (name: string) => ({ ...store.forTenant(name), tenant: store.tenant }),
  }),
  'tenants: need a name of 1 to 100 bytes': (store) => ({
    forTenant: (name: string) => store.forTenant(name.length > 100 ? name.slice(0, 100) : name),
  }),
  'tenants: keep 1,000 apart': (store) => ({
    forTenant: (name: string) => store.forTenant(name.replace(/9$/, '8')),
  }),
  'tenants: know nothing of each other, whatever the history': (store) => ({
    forTenant: (name: string) => store.forTenant(name.toLowerCase().trim()),
  }),
};

describe('a store that is broken', () => {
  it('is found by a rule of every name', async () => {
    const sound = await tryOut((runner) => storeSuite(runner, { open: () => memory() }));
    expect(sound.filter(({ result }) => result !== 'kept')).toEqual([]);
    expect(Object.keys(flaws)).toEqual(sound.map(({ within, rule }) => `${within.at(-1)}: ${rule}`));
  });

  it.each(Object.keys(flaws))('%s', async (name) => {
    const open = (): Store => {
      const store = memory();
      return { ...store, ...(flaws[name] as Change)(store) } as Store;
    };
    const outcomes = await tryOut((runner) => storeSuite(runner, { open }));
    const broken = outcomes.filter(({ result }) => result === 'broken');
    expect(broken.map(({ within, rule }) => `${within.at(-1)}: ${rule}`)).toContain(name);
    const facets = new Set(broken.map(({ within }) => within.at(-1)));
    expect([...facets], JSON.stringify(broken, null, 1)).toEqual([name.split(':')[0]]);
  });
});
