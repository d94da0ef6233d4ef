import type { Parameter } from './codec.js';
import type { Statement } from './statements.js';

/** Runs compiled statements on a database: what tells the SQL stores apart. Rows are values in the order of the columns. */
export interface Executor {
  all(statement: Statement, parameters: readonly Parameter[]): Promise<unknown[][]>;
  /** Gives how many rows it changed. */
  run(statement: Statement, parameters: readonly Parameter[]): Promise<number>;
}
