const mark: unique symbol = Symbol.for('kenning.error') as never;

/** Every way in which kenning fails. A new code is a minor release. */
export type ErrorCode =
  | 'auth'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'conflict'
  | 'invalid'
  | 'unsupported'
  | 'not-permitted'
  | 'network'
  | 'timeout'
  | 'too-large'
  | 'storage-busy'
  | 'storage-full'
  | 'storage-damaged'
  | 'storage-newer'
  | 'unexpected';

export interface KenningErrorOptions {
  /** Whether the same call may succeed later. Defaults to true for `rate-limited`, `network`, `timeout` and `storage-busy`. */
  retryable?: boolean;
  /** How long to wait before trying again, in milliseconds. */
  retryAfterMs?: number;
  cause?: unknown;
}

const retryable: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['rate-limited', 'network', 'timeout', 'storage-busy']);

/**
 * The one error of kenning. Its message says what happened, where, and what to do; it never holds a secret.
 *
 * Recognize it with {@link isKenningError}, which also works across copies of the library.
 */
export class KenningError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly [mark] = true;

  constructor(code: ErrorCode, message: string, options: KenningErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'KenningError';
    this.code = code;
    this.retryable = options.retryable ?? retryable.has(code);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Whether something thrown is kenning's error, and of this code when one is given. */
export function isKenningError(error: unknown, code?: ErrorCode): error is KenningError {
  return (
    typeof error === 'object' &&
    error !== null &&
    (error as Record<symbol, unknown>)[mark] === true &&
    (code === undefined || (error as KenningError).code === code)
  );
}
