import type { ErrorCode } from '../core/errors.js';

/** What a thread is asked: what a job needs, once, and then one part after another. */
export type Asked = { job: number; task: string; shared: unknown } | { job: number; part: number; of: unknown };

/** What it answers. */
export type Answered =
  | { job: number; part: number; result: unknown }
  /** An error of kenning's does not cross threads as it is. */
  | { job: number; part: number; failed: { code: ErrorCode; message: string } }
  | { job: number; part: number; threw: unknown };
