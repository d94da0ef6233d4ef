import type { Parameter } from './codec.js';
import type { Executor } from './executor.js';
import type { SqlValue } from './postgres-session.js';
import { forMany } from './postgres-statements.js';
import type { Statement } from './statements.js';

interface Question {
  parameters: readonly Parameter[];
  resolve(rows: unknown[][]): void;
  reject(error: unknown): void;
}

const many = new WeakMap<Statement, Statement>();
/** The most sets of parameters in one statement. */
const most = 2000;

/** Runs reads that are asked for at the same moment as one, so that `Promise.all` costs one journey to the server. */
export class GatheringExecutor implements Executor {
  readonly #run: (statement: Statement, values: SqlValue[]) => Promise<{ rows: unknown[][]; changed: number }>;
  #questions = new Map<Statement, Question[]>();

  constructor(run: (statement: Statement, values: SqlValue[]) => Promise<{ rows: unknown[][]; changed: number }>) {
    this.#run = run;
  }

  all(statement: Statement, parameters: readonly Parameter[]): Promise<unknown[][]> {
    return new Promise((resolve, reject) => {
      if (this.#questions.size === 0) queueMicrotask(() => this.#ask());
      const question = { parameters, resolve, reject };
      const questions = this.#questions.get(statement);
      if (questions) questions.push(question);
      else this.#questions.set(statement, [question]);
    });
  }

  async run(statement: Statement, parameters: readonly Parameter[]): Promise<number> {
    return (await this.#run(statement, [...parameters])).changed;
  }

  #ask(): void {
    const gathered = this.#questions;
    this.#questions = new Map();
    for (const [statement, questions] of gathered) {
      const size = statement.types ? most : 1;
      for (let from = 0; from < questions.length; from += size)
        void this.#answer(statement, questions.slice(from, from + size));
    }
  }

  async #answer(statement: Statement, questions: Question[]): Promise<void> {
    try {
      const [first] = questions as [Question];
      if (questions.length === 1) {
        first.resolve((await this.#run(statement, [...first.parameters])).rows);
        return;
      }
      const values = first.parameters.map((_value, index) =>
        questions.map(({ parameters }) => parameters[index] ?? null),
      );
      const { rows } = await this.#run(manyOf(statement), values);
      const answers: unknown[][][] = questions.map(() => []);
      for (const [place, ...row] of rows) answers[Number(place) - 1]?.push(row);
      for (const [place, question] of questions.entries()) question.resolve(answers[place] ?? []);
    } catch (error) {
      for (const question of questions) question.reject(error);
    }
  }
}

function manyOf(statement: Statement): Statement {
  let found = many.get(statement);
  if (!found) {
    found = forMany(statement);
    many.set(statement, found);
  }
  return found;
}
