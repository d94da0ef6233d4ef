import type { Wait } from '../../core/wait.js';

/** A sleep from which others can wake. One that was woken before it sleeps does not. */
export class Alarm {
  readonly #wait: Wait;
  #rung = false;
  #controller = new AbortController();

  constructor(wait: Wait) {
    this.#wait = wait;
  }

  ring(): void {
    this.#rung = true;
    this.#controller.abort();
  }

  /** Sleeps; tells whether it was woken. */
  async sleep(milliseconds: number): Promise<boolean> {
    if (!this.#rung) await this.#wait(milliseconds, this.#controller.signal).catch(() => {});
    const rung = this.#rung;
    this.#rung = false;
    this.#controller = new AbortController();
    return rung;
  }
}
