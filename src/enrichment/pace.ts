import type { Clock } from '../core/clock.js';
import type { Wait } from '../core/wait.js';

/** How many requests a service takes in how long. */
export interface RequestRate {
  requests: number;
  perMs: number;
}

/** The longest time that a rate is counted over, or that a site asks to wait. */
export const longestRateMs = 86_400_000;

/**
 * Keeps requests within rates. A place is free again that long after its answer came, and not after it was sent: so the
 * server, which counts somewhere between, never counts more.
 */
export class Pace {
  readonly #rates: readonly RequestRate[];
  readonly #clock: Clock;
  readonly #wait: Wait;
  /** The last requests, in the order in which they were sent. */
  readonly #places: { at: number }[];
  #turn: Promise<void> = Promise.resolve();
  #shutUntil = 0;

  /** @param earlier when requests before this one's time were answered, in milliseconds since 1970, in their order */
  constructor(
    rates: readonly RequestRate[],
    { clock, wait }: { clock: Clock; wait: Wait },
    earlier: readonly number[] = [],
  ) {
    this.#rates = rates;
    this.#clock = clock;
    this.#wait = wait;
    const most = Math.max(0, ...rates.map(({ requests }) => requests));
    this.#places = earlier.slice(-most).map((at) => ({ at }));
  }

  /** Waits until a request may be sent. What it gives is called when the answer is there. Who came first goes first. */
  async enter(signal?: AbortSignal): Promise<() => void> {
    const before = this.#turn;
    let passOn: () => void = () => {};
    this.#turn = new Promise((resolve) => {
      passOn = resolve;
    });
    try {
      await before;
      signal?.throwIfAborted();
      for (let ms = this.#opensInMs(); ms > 0; ms = this.#opensInMs()) await this.#wait(ms, signal);
      const place = { at: this.#clock.now() };
      this.#places.push(place);
      return () => {
        place.at = this.#clock.now();
      };
    } finally {
      passOn();
    }
  }

  /** Lets nothing through for so long. */
  shut(ms: number): void {
    this.#shutUntil = Math.max(this.#shutUntil, this.#clock.now() + ms);
  }

  #opensInMs(): number {
    const most = Math.max(0, ...this.#rates.map(({ requests }) => requests));
    while (this.#places.length > most) this.#places.shift();
    const opens = this.#rates.map(({ requests, perMs }) => {
      const place = this.#places.at(-requests);
      return place && this.#places.length >= requests ? place.at + perMs : 0;
    });
    return Math.max(this.#shutUntil, ...opens) - this.#clock.now();
  }
}
