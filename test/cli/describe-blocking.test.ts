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
});
