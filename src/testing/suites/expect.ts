import assert from 'node:assert/strict';
import type { z } from 'zod';
import { type ErrorCode, isKenningError, type KenningError } from '../../core/errors.js';
import { type ListPage, type Page, walk } from '../../core/page.js';

/** Waits for something that has to end by itself. */
export async function ends<Value>(work: Promise<Value>, what: string, withinMs = 10_000): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new assert.AssertionError({ message: `${what} does not end` })), withinMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a call is refused with; it must be a `KenningError`, and have one of these codes. */
export async function refusal(
  call: () => Promise<unknown>,
  codes: readonly ErrorCode[],
  what: string,
): Promise<KenningError> {
  let answer: unknown;
  try {
    answer = await ends(call(), what);
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    assert.ok(isKenningError(error), `${what}: not a KenningError: ${String(error).slice(0, 300)}`);
    if (codes.length > 0)
      assert.ok(codes.includes(error.code), `${what}: ${error.code} (${error.message}), not ${codes}`);
    return error;
  }
  assert.fail(`${what}: not refused, but answered with ${JSON.stringify(answer)?.slice(0, 300)}`);
}

/** What a call gives; undefined where it is refused with a `KenningError`. */
export async function refusedOr<Value>(call: () => Promise<Value>, what: string): Promise<Value | undefined> {
  try {
    return await ends(call(), what);
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    assert.ok(isKenningError(error), `${what}: not a KenningError: ${String(error).slice(0, 300)}`);
    return undefined;
  }
}

/** Parses what was given by the model's schema. */
export function isModel(schema: z.ZodType, value: unknown, what: string): void {
  const issue = schema.safeParse(value).error?.issues[0];
  if (issue) assert.fail(`${what}: ${issue.path.join('.')}: ${issue.message}`);
  assert.deepEqual(JSON.parse(JSON.stringify(value)), value, `${what} is not plain JSON`);
}

/** Every page of a listing. */
export async function pagesOf<Item, P extends Page<Item>>(
  list: (options: Parameters<ListPage<Item>>[0]) => Promise<P>,
  options: { limit?: number; cursor?: string } = {},
): Promise<P[]> {
  const pages: P[] = [];
  for await (const page of walk(list, options)) {
    pages.push(page as P);
    assert.ok(pages.length < 1000, 'the listing does not end');
  }
  return pages;
}

/** All that an error shows, whoever looks. */
export function shownBy(error: unknown, depth = 0): string {
  if (depth > 5 || typeof error !== 'object' || error === null) return String(error);
  const own = Object.getOwnPropertyNames(error).map((name) => {
    const value = (error as Record<string, unknown>)[name];
    return `${name}: ${name === 'cause' ? shownBy(value, depth + 1) : typeof value === 'object' ? JSON.stringify(value) : String(value)}`;
  });
  return own.join('\n');
}

/** What nobody says, and what careless code takes for more than words. */
export const hostileQueries: readonly string[] = [
  'nobodysaysthis',
  `"'); drop table posts; --`,
  '%',
  '*',
  '\\',
  '" OR "a"="a',
  'nobodysaysthis\u202e',
  '👩‍👩‍👧',
  '../../etc/passwd?x=1#"\n',
  'nobodysaysthis '.repeat(500),
];

/** Texts with which careless code fails. */
export const hostileTexts = {
  emoji: 'Zoë 👩‍👩‍👧 rides 🚲 with 👍🏽',
  'right to left': 'שלום from Harbor مرحبا',
  quotes: `O'Brien "Bob" \\ ; -- <b>&amp; {{x}} \${y}`,
  lines: 'first line\nsecond line',
} as const;
