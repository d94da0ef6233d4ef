import { wait } from '../wait.js';
import type { RateLimit } from './rate-limit.js';

/** Resets of one window that are told a moment apart are the same. */
const sameWindowMs = 1500;

/** What a server counts together, and how much of it is left, as all calls in this process have learned. */
export class Lane {
  readonly #limits = new Map<string, RateLimit>();
  readonly #waiting = new Set<() => void>();
  #shutUntil = 0;
  #inFlight = 0;

  /** When something may be sent again; not later than `now` when it may at once. */
  opensAt(now: number): number {
    let until = this.#shutUntil;
    for (const { remaining = 1, limit, resetAt = now } of this.#limits.values())
      if (remaining < 1 && limit !== 0 && resetAt > until) until = resetAt;
    return until;
  }

  /** Takes a place, unless what is in flight will need all that is left. */
  take(now: number): boolean {
    if (this.#inFlight > 0 && this.#left(now) <= this.#inFlight) return false;
    this.#inFlight += 1;
    return true;
  }

  leave(): void {
    this.#inFlight -= 1;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Takes over what an answer said. Answers may overtake each other: within a window what is left only sinks. */
  learn(limits: readonly RateLimit[]): void {
    for (const limit of limits) {
      const known = this.#limits.get(limit.name ?? '');
      const same = known && Math.abs((limit.resetAt ?? 0) - (known.resetAt ?? 0)) < sameWindowMs;
      const remaining = Math.min(limit.remaining ?? Infinity, (same && limit.resetAt && known.remaining) || Infinity);
      this.#limits.set(limit.name ?? '', Number.isFinite(remaining) ? { ...limit, remaining } : limit);
    }
  }

  shut(until: number): void {
    this.#shutUntil = Math.max(this.#shutUntil, until);
  }

  /** Forgets what is over at this time. */
  pass(now: number): void {
    if (this.#shutUntil <= now) this.#shutUntil = 0;
    for (const [name, { resetAt = now }] of this.#limits) if (resetAt <= now) this.#limits.delete(name);
  }

  #left(now: number): number {
    const standing = [...this.#limits.values()].filter(({ resetAt, limit }) => limit !== 0 && (resetAt ?? 0) > now);
    return Math.min(Infinity, ...standing.map(({ remaining = Infinity }) => remaining));
  }

  /** Waits until something that is in flight has ended. */
  async nextEnd(signal: AbortSignal | undefined): Promise<void> {
    const woken = new AbortController();
    const wake = () => woken.abort();
    this.#waiting.add(wake);
    try {
      await wait(60_000, signal ? AbortSignal.any([signal, woken.signal]) : woken.signal).catch(() => {});
      signal?.throwIfAborted();
    } finally {
      this.#waiting.delete(wake);
    }
  }
}
