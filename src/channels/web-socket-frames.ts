import { KenningError } from '../core/errors.js';

/** What a stream needs of a WebSocket; the global one has it. */
export interface WebSocketLike {
  binaryType: string;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  close(): void;
}

export interface FrameSource<Frame> {
  /** The system, as messages call it: `Bluesky`. */
  name: string;
  /** Connects, to go on after what was read. */
  open(): WebSocketLike;
  /** What a connection that is there says by itself. */
  opened?(): Frame[];
  /** Reads a message; gives what is worth keeping of it. */
  read(data: unknown): Frame[];
  /** How many frames wait for the consumer. */
  most: number;
  reconnectMs: number;
  /** Silence after which a connection counts as dead. */
  idleMs: number;
  /** A connection may well say nothing for so long: it is renewed, and that is no failure. */
  mayBeSilent?: boolean;
  signal: AbortSignal | undefined;
}

export interface Batch<Frame> {
  frames: Frame[];
  /** The first of those that were given up since the last batch, because nobody took them. */
  lost?: Frame;
}

/** What a connection may try in vain before the stream fails. */
const attempts = 8;

/**
 * Reads a WebSocket as batches of frames for as long as the consumer wants them, and connects again when it breaks. A
 * WebSocket can not be asked to wait, so frames wait here; when too many do, they are all given up at once and the newest
 * go on.
 */
export async function* batches<Frame>(source: FrameSource<Frame>): AsyncGenerator<Batch<Frame>, void, void> {
  const { most, signal } = source;
  let waiting: Frame[] = [];
  let lost: Frame | undefined;
  let failures = 0;
  let refused = false;
  let socket: WebSocketLike | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wake = (): void => {};
  let done = false;

  const keep = (frames: Frame[]): void => {
    for (const frame of frames) {
      if (waiting.length >= most) {
        lost ??= waiting[0];
        waiting = [];
      }
      waiting.push(frame);
    }
    if (waiting.length) wake();
  };

  const opened = (): WebSocketLike | undefined => {
    try {
      return source.open();
    } catch {
      // What a runtime says quotes the address, which may hold a secret.
      refused = true;
      wake();
      return undefined;
    }
  };

  const connect = (): void => {
    if (done) return;
    const mine = opened();
    if (!mine) return;
    socket = mine;
    mine.binaryType = 'arraybuffer';
    let over = false;
    let isOpen = false;
    const again = (): void => {
      if (over) return;
      over = true;
      mine.close();
      if (done) return;
      clearTimeout(timer);
      if (++failures < attempts)
        timer = setTimeout(connect, Math.min(30_000, source.reconnectMs * 2 ** (failures - 1)));
      wake();
    };
    const alive = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (isOpen && source.mayBeSilent) failures = 0;
        again();
      }, source.idleMs);
    };
    alive();
    mine.addEventListener('open', () => {
      if (over || done) return;
      isOpen = true;
      alive();
      keep(source.opened?.() ?? []);
    });
    mine.addEventListener('close', again);
    mine.addEventListener('error', again);
    mine.addEventListener('message', ({ data }) => {
      if (over || done) return;
      failures = 0;
      alive();
      keep(source.read(data));
    });
  };

  const abort = (): void => wake();
  signal?.addEventListener('abort', abort);
  try {
    connect();
    for (;;) {
      signal?.throwIfAborted();
      if (waiting.length) {
        const frames = waiting;
        const missing = lost;
        waiting = [];
        lost = undefined;
        yield { frames, ...(missing && { lost: missing }) };
      } else if (refused) {
        throw new KenningError(
          'invalid',
          `${source.name}: the address of the stream is none that can be opened; check it.`,
        );
      } else if (failures >= attempts) {
        throw new KenningError(
          'network',
          `${source.name}: ${attempts} connections to the stream failed; try again later.`,
        );
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    done = true;
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    socket?.close();
  }
}
