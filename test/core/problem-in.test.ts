import { expect, it } from 'vitest';
import { z } from 'zod';
import { problemIn } from '../../src/core/problem-in.js';

const options = z.strictObject({
  file: z.string().min(1),
  pages: z.number().positive().max(9).optional(),
  names: z.array(z.string().max(3)).min(1).optional(),
  order: z.enum(['up', 'down']).optional(),
  key: z.string().regex(/^k/, 'begins with k').optional(),
  secret: z.string().regex(/^s/).optional(),
  page: z.url().optional(),
  inner: z.strictObject({ on: z.boolean() }).optional(),
  either: z.union([z.string(), z.number()]).optional(),
});
const needed = z.object({ either: z.union([z.string(), z.number()]) });

it.each<[given: unknown, words: string]>([
  [{}, 'file is missing: it should be a text'],
  [{ file: 7 }, 'file should be a text'],
  [{ file: '' }, 'file is empty'],
  [{ file: 'a', flie: 'b' }, 'there is no option "flie"; check the spelling'],
  [{ file: 'a', pages: 0 }, 'pages should be more than 0'],
  [{ file: 'a', pages: 10 }, 'pages should be at most 9'],
  [{ file: 'a', names: [] }, 'names is empty'],
  [{ file: 'a', names: ['four'] }, 'names.0 should be at most 3 characters long'],
  [{ file: 'a', order: 'left' }, 'order should be "up" or "down"'],
  [{ file: 'a', key: 'x' }, 'key begins with k'],
  [{ file: 'a', secret: 'canary' }, 'secret is not written as it should be'],
  [{ file: 'a', page: 'here' }, 'page should be an address that begins with https://'],
  [{ file: 'a', inner: { on: true, off: true } }, 'inner: there is no option "off"; check the spelling'],
  [{ file: 'a', either: {} }, 'either is not of the right kind'],
  ['text', 'should be an object'],
])('%j: %s', (given, words) => {
  const { error } = options.safeParse(given);
  expect(error && problemIn(error)).toBe(words);
});

it('tells what is missing from what is of another kind', () => {
  const words = [{}, { either: [] }].map((given) => problemIn(needed.safeParse(given).error as z.ZodError));
  expect(words).toEqual(['either is missing', 'either is not of the right kind']);
});
