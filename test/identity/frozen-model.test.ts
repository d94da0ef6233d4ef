import { describe, expect, it } from 'vitest';
import { dedupe, frozenModel, trainedModel } from '../../src/identity/dedupe.js';
import type { FrozenModel } from '../../src/identity/engine/train/model-document.js';
import { record } from './records.js';

const word = (seed: number): string => {
  let text = '';
  for (let rest = (seed + 7) * 2_654_435_761, at = 0; at < 4; at += 1, rest = Math.floor(rest / 80))
    text += `${'bcdfghklmnprstvz'.charAt(rest % 16)}${'aeiou'.charAt(Math.floor(rest / 16) % 5)}`;
  return text;
};
const person = (seed: number) =>
  record(
    {
      givenName: word(seed % 20),
      familyName: word(seed % 60),
      birthDate: `19${10 + (seed % 80)}-0${1 + (seed % 9)}-${10 + (seed % 18)}`,
      address: { city: word(seed % 7) },
    },
    [{ kind: 'email', value: `${word(seed)}${seed}@mail.example` }],
  );
const records = Array.from({ length: 400 }, (_, place) => person(place % 250));

describe('a frozen model', () => {
  const model = frozenModel(records);
  const again = JSON.parse(JSON.stringify(model)) as FrozenModel;

  it('decides as the model that it was frozen from', () =>
    expect(dedupe(records, { model: again })).toEqual(dedupe(records)));

  it('decides of two records the same, whoever else is there', () => {
    const [one, other] = [person(3), person(3)];
    const few = dedupe([one, other, person(8)], { model });
    expect(few.map(({ cluster }) => cluster)).toEqual([0, 0, 1]);
  });

  it('can be made of a model that was learned elsewhere', () => {
    const learned = trainedModel(records.slice(0, 300));
    const frozen = frozenModel(records, { model: learned });
    expect(frozen.fields.find(({ name }) => name === 'given')?.levels[0]?.same).toBeCloseTo(
      learned.fields.find(({ name }) => name === 'given')?.levels[0]?.same ?? 0,
      6,
    );
  });

  it('holds no value that fewer than five records share', () => {
    const text = JSON.stringify(model);
    const times = new Map<string, number>();
    for (const { attributes, identifiers } of records)
      for (const value of [attributes.familyName, attributes.address?.city, identifiers[0]?.value])
        times.set(value ?? '', (times.get(value ?? '') ?? 0) + 1);
    expect(times.get(word(1))).toBeGreaterThan(4);
    expect(text).toContain(word(1));
    for (const [value, seen] of times) if (seen < 5) expect(text).not.toContain(value);
  });

  it('looks at no column that it does not know', () => {
    const others = records.map((one) => ({ ...one, attributes: { ...one.attributes, title: 'clerk' } }));
    expect(dedupe(others, { model })).toEqual(dedupe(records, { model }));
  });

  it('refuses what can not be', () => {
    const broken = { ...model, frozen: { ...model.frozen, block: 0 } };
    expect(() => dedupe(records, { model: broken })).toThrow(/frozen.block/);
  });
});
