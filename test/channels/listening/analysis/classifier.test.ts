import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifier } from '../../../../src/channels/listening/analysis/classifier/classifier.js';
import { trainClassifier } from '../../../../src/channels/listening/analysis/classifier/train-classifier.js';
import { wordVectors } from '../../../../src/channels/listening/analysis/classifier/word-vectors.js';
import { madeUpTexts } from './made-up-texts.js';

const model = await trainClassifier(madeUpTexts());
const { classify } = classifier(model);

describe('a classifier', () => {
  it('tells texts that it has not seen by their words', () => {
    expect(classify('where is the parcel with my lamp').label).toBe('delivery');
    expect(classify('refund my saddle, I return it').label).toBe('refund');
    expect(classify('which size of frame do you have').label).toBe('size');
  });

  it('calls unknown what fits no label', () => {
    expect(classify('purple clouds sing opera above Lisbon').isUnknown).toBe(true);
    expect(classify('where is my parcel ?').isUnknown).toBe(false);
  });

  it('gives the same bytes for the same texts', async () => {
    expect(JSON.stringify(await trainClassifier(madeUpTexts()))).toBe(JSON.stringify(model));
  });

  it('holds no word of a text', () => {
    const written = JSON.stringify(model);
    for (const word of ['parcel', 'saddle', 'courier']) expect(written).not.toContain(word);
  });

  it('reads any text, however broken, as probabilities that add up to 1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { probabilities, label } = classify(text + text.slice(0, -1));
        expect(probabilities.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
        expect(model.labels).toContain(label);
      }),
    );
    for (const text of ['', ' ', '\ud83d', '😀'.repeat(10_000), 'a'.repeat(1_000_000), 'parcel '.repeat(150_000)])
      expect(model.labels).toContain(classify(text).label);
  });

  it('needs the word vectors that it was trained with', async () => {
    const vectors = wordVectors({
      id: 'made-up',
      pieces: ['parcel', 'refund'],
      dimensions: 1,
      values: new Int8Array([9, -9]),
    });
    const document = await trainClassifier(madeUpTexts(), { vectors });
    expect(() => classifier(document)).toThrow('made-up');
    expect(classifier(document, { vectors }).classify('refund the parcel').label).toBe('refund');
  });

  it('refuses what is no classifier, or is damaged', () => {
    for (const input of [
      undefined,
      {},
      'text',
      { ...model, weights: 'AAAA' },
      { ...model, weights: '*' },
      { ...model, labels: ['a', 'b'] },
    ])
      expect(() => classifier(input)).toThrow('damaged');
  });

  it('says what is missing to learn', async () => {
    await expect(trainClassifier([])).rejects.toThrow('at least two labels');
    await expect(trainClassifier(madeUpTexts().concat({ text: 'x', label: 'rare' }))).rejects.toThrow(
      '"rare" has 1 texts',
    );
  });

  it('stops when it is told to', async () => {
    await expect(trainClassifier(madeUpTexts(), { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    );
  });
});
