import { KenningError } from '../../../../core/errors.js';
import { type ClassifierDocument, unpack } from './classifier-document.js';
import { highest, probabilities } from './scores.js';
import { textSpace } from './text-space.js';
import type { WordVectors } from './word-vectors.js';

/** What a text is taken for. */
export interface Classified {
  /** One of the labels, the likeliest. */
  label: string;
  /** How likely it is, among the labels. */
  probability: number;
  /** True when the text fits none of the labels, the likeliest included. */
  isUnknown: boolean;
  /** The probability of each label, in the order of `labels`. */
  probabilities: Float64Array;
}

/** Tells texts apart as it was trained to. */
export interface Classifier {
  labels: readonly string[];
  card: ClassifierDocument['card'];
  classify(text: string): Classified;
}

/**
 * Reads a document that `trainClassifier` wrote.
 *
 * @param vectors the word vectors that it was trained with, where it was
 * @throws KenningError `invalid` for a document that is none or is damaged, or when its vectors are missing
 * @example
 * const { classify } = classifier(JSON.parse(text))
 * classify('Where is my parcel?').label
 */
export function classifier(input: unknown, { vectors }: { vectors?: WordVectors } = {}): Classifier {
  const needed = vectorsOf(input);
  if (needed !== undefined && needed !== vectors?.id)
    throw new KenningError(
      'invalid',
      `This classifier was trained with the word vectors "${needed.slice(0, 100)}". Give them as \`vectors\`.`,
    );
  const used = needed === undefined ? undefined : vectors;
  const unpacked = unpack(input, used?.dimensions ?? 0);
  if (!unpacked) throw new KenningError('invalid', 'This is no classifier, or it is damaged. Train it again.');
  const { document, keys, rarity, weights } = unpacked;
  const { labels, scales, constants, calibration } = document;
  const space = textSpace({ keys, rarity, ends: document.features.ends }, used);
  const count = labels.length;
  const sums = new Float32Array(count);
  return {
    labels,
    card: document.card,
    classify(text) {
      const { columns, values, length } = space.place(text);
      sums.fill(0);
      for (let at = 0; at < length; at += 1) {
        const row = (columns[at] as number) * count;
        const value = values[at] as number;
        for (let label = 0; label < count; label += 1)
          sums[label] = (sums[label] as number) + value * (weights[row + label] as number);
      }
      for (let label = 0; label < count; label += 1)
        sums[label] = (sums[label] as number) * (scales[label] as number) + (constants[label] as number);
      const best = highest(sums);
      const likely = probabilities(sums, calibration.sharpness);
      return {
        label: labels[best] as string,
        probability: likely[best] as number,
        isUnknown: (sums[best] as number) < calibration.unknownBelow,
        probabilities: likely,
      };
    },
  };
}

/** The id of the word vectors that a document names. */
export function vectorsOf(input: unknown): string | undefined {
  const named = typeof input === 'object' && input !== null && 'vectors' in input ? input.vectors : undefined;
  return typeof named === 'string' ? named : undefined;
}
