import { expect, it } from 'vitest';
import { describeTraining } from '../../src/cli/dedupe/describe-training.js';

it('says which weights were not learned, and why', () => {
  expect(describeTraining(undefined)).toEqual([]);
  expect(describeTraining({ by: 'records', fields: [] })).toEqual([]);
  expect(describeTraining({ by: 'built-in', reason: 'few-records', fields: [] })).toEqual([
    'So few records teach little: the built-in weights stand, hardly moved.',
  ]);
  expect(
    describeTraining({
      by: 'records',
      fields: [
        { field: 'town', by: 'built-in', reason: 'levels-out-of-order' },
        { field: 'branch', by: 'silent', reason: 'agreeing-speaks-against' },
      ],
    }),
  ).toEqual([
    'Of town these records teach that agreeing less speaks more: its built-in weights were used.',
    'Of branch these records teach that agreeing speaks against one person: it was left out.',
  ]);
});
