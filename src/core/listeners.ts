import { EventEmitter } from 'eventemitter3';
import { isKenningError, KenningError } from './errors.js';
import type { KenningEvents } from './events.js';

/** Tells an app's listeners. One that throws or rejects becomes an `error` event, never an exit or a rollback. */
export class Listeners {
  readonly #emitter = new EventEmitter<string>();

  on<Name extends keyof KenningEvents>(name: Name, listener: (...event: KenningEvents[Name]) => unknown): () => void {
    const guarded = (...event: unknown[]) => {
      try {
        const result = listener(...(event as KenningEvents[Name]));
        if (result instanceof Promise) result.catch((error: unknown) => this.#failed(name, error));
      } catch (error) {
        this.#failed(name, error);
      }
    };
    this.#emitter.on(name, guarded);
    return () => void this.#emitter.off(name, guarded);
  }

  emit<Name extends keyof KenningEvents>(name: Name, ...event: KenningEvents[Name]): void {
    this.#emitter.emit(name, ...event);
  }

  has(name: keyof KenningEvents): boolean {
    return this.#emitter.listenerCount(name) > 0;
  }

  #failed(name: string, error: unknown): void {
    // A listener of `error` that fails has nobody left to tell.
    if (name === 'error') return;
    const told = isKenningError(error)
      ? error
      : new KenningError(
          'unexpected',
          `A listener of "${name}" failed: ${error instanceof Error ? error.message : String(error)}`,
          {
            cause: error,
          },
        );
    this.emit('error', told);
  }
}
