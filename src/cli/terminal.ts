import type { Kenning } from '../kenning-contract.js';

/** Where a command writes: data on stdout, all else on stderr. */
export interface Terminal {
  /** Data: a text, or with `--json` a JSON document. */
  print(text: string, json: unknown): void;
  /** A word on the way, for people. */
  say(text: string): void;
  signal: AbortSignal;
}

/** A terminal on this process. */
export function terminal(options: { json: boolean; signal: AbortSignal }): Terminal {
  return {
    print: (text, json) => void process.stdout.write(`${options.json ? JSON.stringify(json) : text}\n`),
    say: (text) => void process.stderr.write(`${text}\n`),
    signal: options.signal,
  };
}

/** Shows how far a sync has come: a line that moves where a person looks on, else nothing. */
export function showProgress(app: Kenning): () => void {
  if (!process.stderr.isTTY) return () => {};
  const off = app.on('progress', ({ from, step, items }) => {
    process.stderr.write(`\r\x1b[K${from} ${step} ${items}`);
  });
  return () => {
    off();
    process.stderr.write('\r\x1b[K');
  };
}
