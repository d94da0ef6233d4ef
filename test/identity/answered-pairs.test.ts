import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AnsweredPair, answeredPairs } from '../../src/identity/answered-pairs.js';
import { deduplication } from '../../src/identity/dedupe.js';
import { settledAnswers } from '../../src/identity/settled-answers.js';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const records = ids.map((externalId, place) => ({
  source: 'csv/x.csv' as const,
  externalId,
  kind: 'contact' as const,
  party: 'person' as const,
  identifiers: [],
  attributes: { name: place < 3 ? 'Maya Lindqvist' : `Person ${externalId}`, birthDate: `198${place % 3}-02-03` },
  origin: 'import' as const,
  observedAt: '2026-01-01T00:00:00.000Z',
}));

const answers = fc.array(
  fc.record({ ids: fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), same: fc.boolean() }),
  { maxLength: 12 },
);

it('keeps every no, and every yes that no answer contradicts, whatever the records tell', () => {
  fc.assert(
    fc.property(answers, (said: AnsweredPair[]) => {
      const { records: found, answers: left } = deduplication(records, { answers: said });
      const clusterOf = new Map(found.map(({ id, cluster }) => [id, cluster]));
      for (const answer of settledAnswers(said).answers) {
        const [one, other] = answer.ids;
        if (one === other || left.contradicting.includes(answer)) continue;
        expect(clusterOf.get(one) === clusterOf.get(other)).toBe(answer.same);
      }
    }),
  );
});

it('sets aside a yes that would bring together what a no keeps apart, through others too', () => {
  const yes = (one: string, other: string) => ({ ids: [one, other] as const, same: true });
  const last = yes('c', 'a');
  const found = answeredPairs(ids, [
    yes('a', 'b'),
    { ids: ['b', 'c'], same: false },
    last,
    yes('d', 'e'),
    yes('x', 'a'),
  ]);
  expect(found.together).toEqual([
    [0, 1],
    [3, 4],
  ]);
  expect(found.contradicting).toEqual([last]);
  expect(found.elsewhere).toBe(1);
  // An id of two rows names neither.
  expect(answeredPairs(['a', 'a', 'b'], [yes('a', 'b')])).toMatchObject({ together: [], elsewhere: 1 });
});
