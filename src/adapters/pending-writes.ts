/** What became of a write. */
export type Result = { value: unknown } | { error: unknown };

interface Waiting<Write> {
  write: Write;
  settle(result: Result): void;
}

/**
 * Gathers writes that are asked for at a time, so that a thousand of them cost one rewriting of a file or a few calls.
 * Each is answered when it is written. While some are written, the next are gathered.
 */
export class PendingWrites<Write> {
  readonly #apply: (writes: readonly Write[]) => Promise<Result[]>;
  #waiting: Waiting<Write>[] = [];
  #isWorking = false;

  constructor(apply: (writes: readonly Write[]) => Promise<Result[]>) {
    this.#apply = apply;
  }

  /** What is aborted before it is begun is not written; what is begun may be. */
  async add(write: Write, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    let giveUp = () => {};
    try {
      const result = await new Promise<Result>((settle, reject) => {
        const waiting = { write, settle };
        giveUp = () => {
          this.#waiting = this.#waiting.filter((other) => other !== waiting);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', giveUp);
        this.#waiting.push(waiting);
        if (!this.#isWorking) void this.#work();
      });
      if ('error' in result) throw result.error;
      return result.value;
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    // What is asked for in this turn of the event loop belongs together.
    await new Promise((resolve) => setTimeout(resolve, 0));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const results = await this.#apply(batch.map(({ write }) => write)).catch((error: unknown) =>
        batch.map(() => ({ error })),
      );
      for (const [at, { settle }] of batch.entries()) settle(results[at] as Result);
    }
    this.#isWorking = false;
  }
}
