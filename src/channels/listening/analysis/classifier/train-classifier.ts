import { z } from 'zod';
import { KenningError } from '../../../../core/errors.js';
import { wait } from '../../../../core/wait.js';
import { calibrate } from './calibrate.js';
import { type ClassifierDocument, type DataCard, documentOf } from './classifier-document.js';
import { measure } from './measure.js';
import type { LabelledText, Separation } from './separation.js';
import { type Rows, separate } from './separator.js';
import { type TextSpace, textSpace } from './text-space.js';
import { learnVocabulary } from './vocabulary.js';
import type { WordVectors } from './word-vectors.js';

export interface TrainOptions {
  /** What words mean, which helps where examples are few; the same vectors are needed to use the model. */
  vectors?: WordVectors;
  /** The most features to learn; defaults to 200,000. */
  mostFeatures?: number;
  /** From 0 (each text counts alike, the default is 0.5) to 1 (each label counts alike, however rare it is). */
  balance?: number;
  /** What the model's card says of its data. */
  data?: DataCard[];
  signal?: AbortSignal;
}

const optionsShape = z.strictObject({
  vectors: z.custom<WordVectors>((value) => typeof value === 'object').optional(),
  mostFeatures: z.int().min(100).max(2_000_000).default(200_000),
  balance: z.number().min(0).max(1).default(0.5),
  data: z.array(z.custom<DataCard>()).default([]),
  signal: z.instanceof(AbortSignal).optional(),
});
type Settings = z.output<typeof optionsShape>;

/** One text in so many is kept back, to see how sure the model may be. */
const heldOutOf = 5;
const fewLabels = 10;
const mostLabels = 2000;
const passes = 30;

/**
 * Learns to tell texts apart from examples. Words, letters and pairs of near words, weighed by how rare they are, go into
 * one linear support vector machine a label; a fifth of the examples, kept back, says how sure it may be and from where on
 * a text fits no label. The same examples in the same order give the same document.
 *
 * @throws KenningError `invalid` for fewer than two labels, or texts that are all empty
 * @example
 * const model = await trainClassifier([{ text: 'where is my parcel', label: 'delivery' }, …])
 */
export async function trainClassifier(
  examples: readonly LabelledText[],
  options: TrainOptions = {},
): Promise<ClassifierDocument> {
  const settings = optionsShape.parse(options);
  const usable = examples.filter(({ text }) => text.trim() !== '');
  checkExamples(usable);
  const kept = heldOut(usable);
  const trained = usable.filter((example) => !kept.has(example));
  const test = [...kept];
  const costs = labelsOf(usable).length <= fewLabels ? [0.02, 0.05, 0.2, 0.7] : [0.7];
  let best: { cost: number; score: number; separation: Separation } | undefined;
  for (const cost of costs) {
    const separation = await learn(trained, cost, settings);
    const score = measure(separation, test).averageRecall;
    if (!best || score > best.score) best = { cost, score, separation };
  }
  if (!best) throw new KenningError('unexpected', 'No cost was tried.');
  const figures = measure(best.separation, test);
  const calibration = calibrate(best.separation, test);
  const whole = await learn(usable, best.cost, settings);
  return documentOf(whole, {
    calibration,
    vectors: settings.vectors?.id,
    card: { data: settings.data, texts: usable.length, heldOut: { texts: test.length, ...figures } },
  });
}

async function learn(examples: readonly LabelledText[], cost: number, settings: Settings): Promise<Separation> {
  const { signal, balance, mostFeatures } = settings;
  const vocabulary = learnVocabulary(
    examples.map(({ text }) => text),
    mostFeatures,
  );
  const space = textSpace(vocabulary, settings.vectors);
  const rows = rowsOf(examples, space);
  const labels = labelsOf(examples);
  const weights: Float32Array[] = [];
  for (const label of labels) {
    // The event loop hears a signal in between.
    await wait(0, signal);
    const sides = Int8Array.from(examples, (example) => (example.label === label ? 1 : -1));
    const own = sides.reduce((sum, side) => sum + (side > 0 ? 1 : 0), 0);
    const heavier = ((sides.length - own) / own) ** balance;
    weights.push(
      separate(rows, sides, { costs: Float32Array.from(sides, (side) => (side > 0 ? cost * heavier : cost)), passes }),
    );
  }
  return { space, vocabulary, labels, weights };
}

const labelsOf = (examples: readonly LabelledText[]): string[] =>
  [...new Set(examples.map(({ label }) => label))].sort((left, right) => (left < right ? -1 : 1));

/** Every fifth text of each label, spread over the whole; labels of fewer texts keep none back. */
function heldOut(examples: readonly LabelledText[]): Set<LabelledText> {
  const seen = new Map<string, number>();
  const kept = new Set<LabelledText>();
  for (const example of examples) {
    const number = (seen.get(example.label) ?? 0) + 1;
    seen.set(example.label, number);
    if (number % heldOutOf === 3) kept.add(example);
  }
  return kept;
}

function rowsOf(examples: readonly LabelledText[], { place, width }: TextSpace): Rows {
  const vectors = examples.map(({ text }) => {
    const { columns, values, length } = place(text);
    return { columns: columns.slice(0, length), values: values.slice(0, length) };
  });
  const starts = new Int32Array(examples.length + 1);
  for (const [row, { columns }] of vectors.entries()) starts[row + 1] = (starts[row] as number) + columns.length;
  const total = starts[examples.length] as number;
  const rows: Rows = { starts, columns: new Int32Array(total), values: new Float32Array(total), width };
  for (const [row, vector] of vectors.entries()) {
    rows.columns.set(vector.columns, starts[row]);
    rows.values.set(vector.values, starts[row]);
  }
  return rows;
}

function checkExamples(examples: readonly LabelledText[]): void {
  const counts = new Map<string, number>();
  for (const { label } of examples) counts.set(label, (counts.get(label) ?? 0) + 1);
  if (counts.size < 2)
    throw new KenningError('invalid', `A classifier needs texts of at least two labels; there are ${counts.size}.`);
  if (counts.size > mostLabels)
    throw new KenningError('too-large', `There are ${counts.size} labels; at most ${mostLabels} can be learned.`);
  for (const [label, count] of counts)
    if (count < heldOutOf)
      throw new KenningError(
        'invalid',
        `"${label.slice(0, 100)}" has ${count} texts; a label needs at least ${heldOutOf}. Add some, or leave it out.`,
      );
}
