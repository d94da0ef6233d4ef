/** Lets some milliseconds pass. Rejects with the signal's reason as soon as it aborts. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/** Longer ones would end at once. */
const longest = 2 ** 31 - 1;

/** Waits so many milliseconds, by the system's timers. @throws the signal's reason, as soon as it is aborted. */
export function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const end = () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(end, Math.min(milliseconds, longest));
    signal?.addEventListener('abort', stop, { once: true });
  });
}
