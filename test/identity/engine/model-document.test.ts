import { describe, expect, it } from 'vitest';
import { dedupe, trainedModel } from '../../../src/identity/dedupe.js';
import type { ModelDocument } from '../../../src/identity/engine/train/model-document.js';
import { record } from '../records.js';

const names = ['Zbigniew Okonkwo', 'Anneliese Smythe', 'Kim Schofield', 'Bill Vandenberg', 'Maya Lindqvist'];
const records = names.flatMap((name, place) => [
  record({ name, birthDate: `19${70 + place}-03-04` }, [{ kind: 'email', value: `${place}@mail.example` }]),
  record({ name: name.toUpperCase(), birthDate: `19${70 + place}-03-04` }),
]);

describe('the model as a document', () => {
  const model = trainedModel(records);

  it('survives being written and read, and decides the same', () => {
    const again = JSON.parse(JSON.stringify(model)) as ModelDocument;
    expect(again).toEqual(model);
    expect(dedupe(records, { model: again })).toEqual(dedupe(records));
  });

  it('holds no value of a record', () => {
    const text = JSON.stringify(model).toLowerCase();
    for (const word of ['okonkwo', 'mail.example', '1970']) expect(text).not.toContain(word);
  });

  it.each([
    ['of another version', { ...model, version: 2 }],
    ['with an impossible likelihood', { ...model, pairsPerRecord: { ...model.pairsPerRecord, same: Number.NaN } }],
    ['that is none', { weights: [] }],
  ])('refuses a document %s', (_, document) =>
    expect(() => dedupe(records, { model: document as ModelDocument })).toThrow(/model/),
  );

  it('knows of fields that it was not trained on what is usual', () => {
    const others = records.map((one) => ({ ...one, attributes: { ...one.attributes, title: 'clerk' } }));
    expect(new Set(dedupe(others, { model }).map(({ cluster }) => cluster)).size).toBe(names.length);
  });
});
