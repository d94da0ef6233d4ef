import { expect, it } from 'vitest';
import type { AnsweredPair } from '../../src/identity/answered-pairs.js';
import { askedRows } from '../../src/identity/asked-rows.js';
import { dedupe, deduplication, trainedModel } from '../../src/identity/dedupe.js';
import { tableOfRecords } from '../../src/identity/engine/columns/table-of-records.js';
import { evaluateClusters } from '../../src/identity/evaluate.js';
import { record } from './records.js';

const firsts = ['Ann', 'Bo', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus', 'Hana', 'Ida', 'Jon', 'Kim', 'Lea'];
const lasts = ['Berg', 'Holm', 'Lund', 'Moor', 'Dahl', 'Kern', 'Voss', 'Fox'];

/** Two records a person; of every third one the second has another name and the same address of e-mail. */
const people = Array.from({ length: 300 }, (_, at) => {
  const [givenName, familyName] = [
    firsts[at % firsts.length] as string,
    lasts[Math.floor(at / 12) % lasts.length] as string,
  ];
  const birthDate = `19${60 + (at % 40)}-0${1 + (at % 9)}-1${at % 10}`;
  const mail = { kind: 'email', value: `p${at}@home.example` };
  const other =
    at % 3 === 0
      ? { givenName: firsts[(at + 5) % 12] as string, familyName: lasts[(at + 3) % 8] as string }
      : { givenName, familyName };
  return [
    record({ givenName, familyName, birthDate }, [mail], { externalId: `${at}a` }),
    record(at % 5 === 0 ? other : { ...other, birthDate }, at % 2 ? [mail] : [], { externalId: `${at}b` }),
  ];
}).flat();
const truth = people.map((_, row) => row >> 1);
const table = tableOfRecords(people);
const clusters = dedupe(people).map(({ cluster }) => cluster);
const model = trainedModel(people);
const ask = (limit: number, lots?: number) =>
  askedRows(table, clusters, model, { limit, isQuestion: () => true, ...(lots !== undefined && { lots }) });
const answered = (limit: number, lots?: number): AnsweredPair[] =>
  ask(limit, lots).map(({ left, right, chosen }) => ({
    ids: [people[left]?.id as string, people[right]?.id as string],
    same: truth[left] === truth[right],
    chosen,
  }));

it('asks the same of the same rows, most of it by worth, the rest by lot', () => {
  const asked = ask(20);
  expect(ask(20)).toEqual(asked);
  expect(asked).toHaveLength(20);
  expect(asked.filter(({ chosen }) => chosen === 1)).toHaveLength(16);
  const [lot] = asked.slice(16);
  expect(lot?.chosen).toBeGreaterThan(0);
  expect(lot?.chosen).toBeLessThan(1);
  expect(new Set(asked.map(({ left, right }) => `${left} ${right}`)).size).toBe(20);
  expect(ask(0)).toEqual([]);
});

it('learns from answers, from them alone too, and gives the same model for the same answers', () => {
  const answers = answered(60);
  const taught = trainedModel(people, { answers });
  expect(taught).not.toEqual(model);
  expect(trainedModel(people, { answers: [...answers].reverse() }).fields).toHaveLength(taught.fields.length);
  expect(trainedModel(people, { answers })).toEqual(taught);
  const f1 = (by: typeof model) =>
    evaluateClusters(
      dedupe(people, { model: by }).map(({ cluster }) => cluster),
      truth,
    ).f1;
  expect(f1(taught)).toBeGreaterThanOrEqual(f1(model) - 0.01);
  const alone = trainedModel(people, { answers, answersAlone: true });
  expect(f1(alone)).toBeGreaterThan(0.6);
});

it('is corrected for how pairs were chosen', () => {
  // Doubtful pairs alone say that few of those who share a name are one; pairs by lot say how it is.
  const likelihood = (by: typeof model): number =>
    by.fields.find(({ name }) => name === 'birth-date')?.levels.find(({ name }) => name === 'different')?.same ?? 0;
  const byWorth = answered(60, 0).map((answer) => ({ ...answer, chosen: 1 }));
  const heavier = byWorth.map((answer) => ({ ...answer, chosen: 0.1 }));
  expect(likelihood(trainedModel(people, { answers: heavier, answersAlone: true }))).not.toBe(
    likelihood(trainedModel(people, { answers: byWorth, answersAlone: true })),
  );
});

it('takes what most say of a pair, and nothing where as many say yes as no', () => {
  const [one, other] = ['0a', '1a'].map((id) => people.find(({ externalId }) => externalId === id)?.id as string) as [
    string,
    string,
  ];
  const said = (...all: boolean[]): AnsweredPair[] =>
    all.map((same, at) => ({ ids: at % 2 ? [one, other] : [other, one], same }));
  const together = (answers: AnsweredPair[]) => {
    const found = deduplication(people, { answers });
    const of = (id: string) => found.records.find((record) => record.id === id)?.cluster;
    return { one: of(one) === of(other), disputed: found.answers.disputed };
  };
  expect(together(said(true, true, false))).toEqual({ one: true, disputed: [] });
  expect(together(said(true, false, false))).toEqual({ one: false, disputed: [] });
  expect(together(said(true, false))).toEqual({ one: false, disputed: [[other, one]] });
});

it('refuses answers that are none', () => {
  const answer = { ids: ['a', 'b'], same: true, chosen: 0 } as const;
  expect(() => deduplication(people, { answers: [answer] })).toThrow(/chosen/);
  expect(() => deduplication(people, { answers: 3 as never })).toThrow(/answers/);
});
