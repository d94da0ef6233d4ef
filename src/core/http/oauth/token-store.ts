import type { Tokens } from './tokens.js';

/** Makes new tokens of old ones. It may ask a server; `signal` aborts when the right to change them is lost. */
export type ChangeTokens = (old: Tokens | undefined, signal: AbortSignal) => Promise<Tokens | undefined>;

/** Where tokens are kept, by the app's names of accounts. */
export interface TokenStore {
  read(key: string): Promise<Tokens | undefined>;
  /**
   * Changes tokens while nobody else does, in any process: a refresh token that may be used only once is used once. What
   * `change` gives is kept and given back; undefined removes it. When it throws, nothing changes.
   */
  update(key: string, change: ChangeTokens, options?: { signal?: AbortSignal }): Promise<Tokens | undefined>;
}

/**
 * Keeps tokens in memory: for tests, and for credentials that are asked for anew in each process.
 *
 * @example
 * const tokens = memoryTokens({ brand: { accessToken, refreshToken, obtainedAt } });
 */
export function memoryTokens(known: Readonly<Record<string, Tokens>> = {}): TokenStore {
  const kept = new Map<string, Tokens>(Object.entries(known));
  const turns = new Map<string, Promise<unknown>>();

  return {
    read: async (key) => kept.get(key),
    update(key, change, { signal = new AbortController().signal } = {}) {
      const turn = (turns.get(key) ?? Promise.resolve())
        .catch(() => {})
        .then(async () => {
          signal.throwIfAborted();
          const tokens = await change(kept.get(key), signal);
          if (tokens) kept.set(key, tokens);
          else kept.delete(key);
          return tokens;
        });
      turns.set(key, turn);
      return turn;
    },
  };
}
