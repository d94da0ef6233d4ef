import { z } from 'zod';
import { fromBase64, toBase64 } from './base64.js';
import type { Calibration } from './calibrate.js';
import type { Separation } from './separation.js';

const mostBytes = 400_000_000;
const packed = z.string().max(mostBytes);
const share = z.number().min(0).max(1);

const dataCard = z.strictObject({
  name: z.string().max(500),
  /** SHA-256 of the file, in hex. */
  sha256: z.string().max(64),
  rows: z.int().min(0),
  source: z.string().max(1000).optional(),
  licence: z.string().max(1000).optional(),
});

const documentShape = z.strictObject({
  format: z.literal('kenning-classifier'),
  version: z.literal(1),
  labels: z.array(z.string().max(10_000)).min(2).max(2000),
  /** The word vectors that it was trained with. */
  vectors: z.string().max(100).optional(),
  features: z.strictObject({
    keys: packed,
    ends: z.tuple([z.int().min(0), z.int().min(0), z.int().min(0)]),
    rarity: packed,
  }),
  weights: packed,
  scales: z.array(z.number()).max(2000),
  constants: z.array(z.number()).max(2000),
  calibration: z.strictObject({ sharpness: z.number().positive(), unknownBelow: z.number() }),
  card: z.strictObject({
    data: z.array(dataCard).max(100),
    texts: z.int().min(0),
    heldOut: z.strictObject({ texts: z.int().min(0), accuracy: share, averageRecall: share }),
    terms: z.string().max(5000).optional(),
  }),
});

/** A classifier as one JSON document. Of the texts that it learned from it holds hashes and numbers only. */
export type ClassifierDocument = z.infer<typeof documentShape>;

/** Where a model's data came from. */
export type DataCard = z.infer<typeof dataCard>;

/** A document that was read, with its numbers unpacked. */
export interface UnpackedClassifier {
  document: ClassifierDocument;
  keys: Int32Array;
  rarity: Float32Array;
  /** One row a feature, one number a label. */
  weights: Int8Array;
}

/** Steps of a rarity in its 16 bits. */
const rarityStep = 1 / 2048;

/** Writes down what was learned, weights in 8 bits. */
export function documentOf(
  { vocabulary, labels, weights, space: { width } }: Separation,
  {
    calibration,
    vectors,
    card,
  }: { calibration: Calibration; vectors: string | undefined; card: ClassifierDocument['card'] },
): ClassifierDocument {
  const scales = weights.map((weight) => {
    const most = weight.subarray(0, width).reduce((top, value) => Math.max(top, Math.abs(value)), 0);
    return most > 0 ? most / 127 : 1;
  });
  const small = new Int8Array(width * labels.length);
  for (const [label, weight] of weights.entries())
    for (let column = 0; column < width; column += 1)
      small[column * labels.length + label] = Math.round((weight[column] as number) / (scales[label] as number));
  const rarity = Uint16Array.from(vocabulary.rarity, (value) => Math.round(value / rarityStep));
  const [words = 0, letters = 0, near = 0] = vocabulary.ends;
  return {
    format: 'kenning-classifier',
    version: 1,
    labels: [...labels],
    ...(vectors !== undefined && { vectors }),
    features: {
      keys: toBase64(new Uint8Array(vocabulary.keys.buffer)),
      ends: [words, letters, near],
      rarity: toBase64(new Uint8Array(rarity.buffer)),
    },
    weights: toBase64(new Uint8Array(small.buffer)),
    scales,
    constants: weights.map((weight) => weight[width] as number),
    calibration,
    card,
  };
}

/** Reads a document and checks that its parts fit together; undefined when it is none. */
export function unpack(input: unknown, dimensions: number): UnpackedClassifier | undefined {
  const { success, data: document } = documentShape.safeParse(input);
  if (!success) return undefined;
  const { features, labels } = document;
  const keys = fromBase64(features.keys);
  const rarity = fromBase64(features.rarity);
  const weights = fromBase64(document.weights);
  const [words, letters, near] = features.ends;
  const fits =
    keys?.length === near * 4 &&
    rarity?.length === near * 2 &&
    weights?.length === (near + dimensions) * labels.length &&
    document.scales.length === labels.length &&
    document.constants.length === labels.length &&
    words <= letters &&
    letters <= near;
  if (!fits || !keys || !rarity || !weights) return undefined;
  return {
    document,
    keys: new Int32Array(keys.buffer),
    rarity: Float32Array.from(new Uint16Array(rarity.buffer), (value) => value * rarityStep),
    weights: new Int8Array(weights.buffer),
  };
}
