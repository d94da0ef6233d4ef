import { expect, it } from 'vitest';
import { describeBlocking } from '../../src/cli/dedupe/describe-blocking.js';

it('says how many pairs were compared, and where too many records share a value', () => {
  const phone = { keys: ['phone'], pairs: 3, left: 0 };
  expect(describeBlocking({ pairs: 3, recall: 0.984, rules: [phone] })).toEqual([
    '3 pairs share one of 1 keys; about 1.6 % of the pairs sought are expected to share none.',
  ]);
  const crowded = { keys: ['family', 'birth: year'], pairs: 9, left: 400 };
  expect(describeBlocking({ pairs: 12, recall: 1, rules: [phone, crowded] })[1]).toBe(
    'Too many records share some values of: family with birth: year. Of those only pairs that share another key were compared.',
  );
  const many = [5, 9, 1, 7].map((left) => ({ keys: [`key ${left}`], pairs: 9, left }));
  expect(describeBlocking({ pairs: 12, recall: 1, rules: many })[1]).toContain(': key 9, key 7, key 5, and of 1 more.');
});
