import { readFile } from 'node:fs/promises';
import { type Classifier, classifier, vectorsOf } from '../../channels/listening/analysis/classifier/classifier.js';
import { KenningError } from '../../core/errors.js';

/** Reads a model that `kenning train` wrote. */
export async function readClassifier(
  path: string,
  englishVectors: () => NonNullable<Parameters<typeof classifier>[1]>['vectors'],
): Promise<Classifier> {
  let document: unknown;
  try {
    document = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause;
    if (isMissing) throw new KenningError('not-found', `--model ${path} can not be read. Check the path.`, { cause });
    throw new KenningError('invalid', `--model ${path} is no JSON. Give a file that \`kenning train\` wrote.`, {
      cause,
    });
  }
  const vectors = vectorsOf(document) === undefined ? undefined : englishVectors();
  return classifier(document, { ...(vectors && { vectors }) });
}
