import { parentPort } from 'node:worker_threads';

/** A thread that does what the part asks for. */
parentPort?.on('message', (asked: { job: number; part?: number; of?: string }) => {
  if (asked.part === undefined) return;
  const { job, part, of } = asked;
  if (of === 'die') process.exit(3);
  if (of === 'throw') throw new Error('thrown');
  if (of === 'refuse') parentPort?.postMessage({ job, part, failed: { code: 'too-large', message: 'too much' } });
  if (of === 'done') parentPort?.postMessage({ job, part, result: part });
});
