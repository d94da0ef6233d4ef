import type { RunningTest, SuiteRunner } from './facet.js';

/** What became of one rule. */
export interface Outcome {
  /** The names of the suite and the facet. */
  within: string[];
  rule: string;
  result: 'kept' | 'broken' | 'absent';
  /** Why it is broken, or what is absent. */
  why?: string;
}

/**
 * Runs a suite without a test runner, one rule after another, and tells what became of each.
 *
 * @example
 * const outcomes = await tryOut((runner) => storeSuite(runner, { open: () => memory() }));
 * console.log(outcomes.filter(({ result }) => result === 'broken'));
 */
export async function tryOut(run: (runner: SuiteRunner) => void): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const tests: (() => Promise<void>)[] = [];
  const names: string[] = [];
  run({
    describe(name, body) {
      names.push(name);
      body();
      names.pop();
    },
    it(rule, body) {
      const within = [...names];
      tests.push(async () => {
        let why: string | undefined;
        const test: RunningTest = {
          skip: (reason) => {
            why = reason ?? 'absent';
          },
        };
        try {
          await body(test);
          outcomes.push({ within, rule, ...(why === undefined ? { result: 'kept' } : { result: 'absent', why }) });
        } catch (error) {
          const text = error instanceof Error ? error.message : String(error);
          outcomes.push({ within, rule, result: 'broken', why: text });
        }
      });
    },
  });
  for (const test of tests) await test();
  return outcomes;
}
