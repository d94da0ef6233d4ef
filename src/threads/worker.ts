import { parentPort } from 'node:worker_threads';
import { isKenningError, KenningError } from '../core/errors.js';
import { tasks } from '../identity/engine/threads/tasks.js';
import type { Answered, Asked } from './messages.js';

const port = parentPort;
if (!port) throw new KenningError('unsupported', 'This file is run as a thread, by `threadPool` of `kenning/threads`.');

let work: (part: never) => unknown = () => undefined;
let notBegun: unknown;

port.on('message', (asked: Asked) => {
  if ('task' in asked) {
    notBegun = undefined;
    try {
      const task = tasks.get(asked.task);
      if (!task) throw new KenningError('unsupported', `This thread knows no task "${asked.task}".`);
      work = task.begin(asked.shared as never);
    } catch (error) {
      notBegun = error;
    }
    return;
  }
  const { job, part } = asked;
  try {
    if (notBegun !== undefined) throw notBegun;
    const result = work(asked.of as never);
    port.postMessage({ job, part, result } satisfies Answered, buffersOf(result));
  } catch (error) {
    const told = isKenningError(error)
      ? { failed: { code: error.code, message: error.message } }
      : { threw: error instanceof Error ? error : String(error) };
    port.postMessage({ job, part, ...told } satisfies Answered);
  }
});

/** The memory of a result that is handed over instead of copied. */
function buffersOf(result: unknown): ArrayBuffer[] {
  if (typeof result !== 'object' || result === null) return [];
  const buffers = new Set<ArrayBuffer>();
  for (const value of Object.values(result))
    if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
  return [...buffers];
}
