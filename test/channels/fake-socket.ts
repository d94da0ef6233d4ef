import type { WebSocketLike } from '../../src/channels/web-socket-frames.js';

type Listener = (event: { data: unknown }) => void;

/** WebSockets that a test opens, fills and breaks. */
export function fakeSockets() {
  const opened: FakeSocket[] = [];
  let waiting: ((socket: FakeSocket) => void) | undefined;

  class FakeSocket implements WebSocketLike {
    binaryType = 'blob';
    closed = false;
    readonly url: URL;
    readonly protocols: readonly string[];
    readonly #listeners = new Map<string, Listener[]>();

    constructor(url: string, protocols: readonly string[] = []) {
      this.protocols = protocols;
      this.url = new URL(url);
      opened.push(this);
      waiting?.(this);
      waiting = undefined;
    }
    addEventListener(type: string, listener: Listener): void {
      this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
    }
    emit(type: 'open' | 'close' | 'error' | 'message', data?: unknown): void {
      for (const listener of this.#listeners.get(type) ?? []) listener({ data });
    }
    send(...frames: unknown[]): void {
      for (const frame of frames) {
        const plain = typeof frame === 'string' || frame instanceof Uint8Array || frame instanceof ArrayBuffer;
        this.emit('message', plain ? frame : JSON.stringify(frame));
      }
    }
    close(): void {
      this.closed = true;
    }
  }

  return {
    WebSocket: FakeSocket,
    opened,
    /** The next connection that is made. */
    next: () =>
      new Promise<FakeSocket>((resolve) => {
        waiting = resolve;
      }),
  };
}
