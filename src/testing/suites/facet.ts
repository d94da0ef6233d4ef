import { KenningError } from '../../core/errors.js';
import { Absent } from './absent.js';

/** What a running test can say of itself; vitest and node:test give it to each test. */
export interface RunningTest {
  skip(reason?: string): unknown;
}

/** The two functions of a test runner that suites need. */
export interface SuiteRunner {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: (test: RunningTest) => Promise<void>): unknown;
}

/** A rule of a contract: it throws where the rule is broken, and `Absent` where there is nothing to try. */
export type Rule<Subject> = (subject: Subject) => Promise<void>;

/** Something to be tried that may know of rules which it does not keep. */
export interface SubjectWithExceptions {
  /**
   * Rules that are knowingly not kept, with the reason: `{ 'activities: with a huge text are logged or refused': '…' }`.
   * They are listed as skipped. A name that is no rule is an error.
   */
  except?: Readonly<Record<string, string>>;
}

/** One facet of a contract: it gives the runner a test for each of its rules. */
export type Facet<Subject> = (runner: SuiteRunner, subject: Subject) => void;

/** Makes a facet of its rules, by their names. */
export function facet<Subject extends SubjectWithExceptions>(
  name: string,
  rules: Readonly<Record<string, Rule<Subject>>>,
): Facet<Subject> {
  return ({ describe, it }, subject) => {
    for (const known of Object.keys(subject.except ?? {}))
      if (known.startsWith(`${name}: `) && !(known.slice(name.length + 2) in rules))
        throw new KenningError('invalid', `The suite has no rule "${known}"; name one that it has in \`except\`.`);
    describe(name, () => {
      for (const [title, rule] of Object.entries(rules))
        it(title, async (test) => {
          try {
            const reason = subject.except?.[`${name}: ${title}`];
            if (reason !== undefined) throw new Absent(reason);
            await rule(subject);
          } catch (error) {
            if (!(error instanceof Absent)) throw error;
            // Some runners tell a test nothing of itself.
            if (typeof test?.skip === 'function') test.skip(error.message);
            else console.warn(`${name}: ${title}: ${error.message}`);
          }
        });
    });
  };
}

/** All facets of a contract as one. */
export function suite<Subject>(name: string, facets: readonly Facet<Subject>[]): Facet<Subject> {
  return (runner, subject) => {
    runner.describe(name, () => {
      for (const one of facets) one(runner, subject);
    });
  };
}
