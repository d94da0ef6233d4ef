import { createInterface } from 'node:readline/promises';
import { KenningError } from '../../core/errors.js';
import type { Terminal } from '../terminal.js';

/**
 * Asks a person whether to go on.
 *
 * @throws KenningError `invalid` where nobody can be asked, which names the flag that answers.
 */
export async function confirm(question: string, flag: string, { signal }: Terminal): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new KenningError('invalid', `Nobody is here to be asked whether to start. Say ${flag}.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} [y/N] `, { signal })).trim());
  } finally {
    terminal.close();
  }
}
