/**
 * Lets nothing through to a server that fails again and again, except one try from time to time (M. Nygard, "Release It!",
 * 2007). Thus nobody waits for what is down, and it is not asked more the worse it is.
 */
export class CircuitBreaker {
  readonly #most: number;
  readonly #openMs: number;
  #failures = 0;
  #closedUntil = 0;

  constructor({ failures, openMs }: { failures: number; openMs: number }) {
    this.#most = failures;
    this.#openMs = openMs;
  }

  /** How long nothing may be sent, in milliseconds. 0 also lets one try through and holds the others back again. */
  wait(now: number): number {
    if (this.#failures < this.#most) return 0;
    if (now < this.#closedUntil) return this.#closedUntil - now;
    this.#closedUntil = now + this.#openMs;
    return 0;
  }

  failed(now: number): void {
    this.#failures += 1;
    if (this.#failures >= this.#most) this.#closedUntil = now + this.#openMs;
  }

  answered(): void {
    this.#failures = 0;
  }
}
