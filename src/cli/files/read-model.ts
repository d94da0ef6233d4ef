import { readFile } from 'node:fs/promises';
import { KenningError } from '../../core/errors.js';
import type { ModelDocument } from '../../identity/engine/train/model-document.js';

/** Reads a model that `--save-model` wrote. What is in it is checked by whoever uses it. */
export async function readModel(path: string): Promise<ModelDocument> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new KenningError('not-found', `--model ${path} can not be read (${code}). Check the path.`, { cause: error });
  }
  try {
    return JSON.parse(text) as ModelDocument;
  } catch (error) {
    throw new KenningError('invalid', `--model ${path} is no JSON. Give a file that --save-model wrote.`, {
      cause: error,
    });
  }
}
