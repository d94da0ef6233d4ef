import type { Parameter } from './codec.js';
import type { PostgresClient } from './postgres-client.js';
import { postgresError } from './postgres-error.js';
import type { Statement } from './statements.js';

export type SqlValue = Parameter | readonly Parameter[];

const asText = { getTypeParser: () => (text: string) => text };
/** Prepared statements have names that are never given twice in a process. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  const name = names.get(text) ?? `kenning_${names.size + 1}`;
  names.set(text, name);
  return name;
}

/** One connection while it is ours. What fails on it becomes kenning's error. */
export class PostgresSession {
  /** What went wrong first: PostgreSQL takes nothing more within that transaction. */
  failure: unknown;
  readonly #client: PostgresClient;
  readonly #where: string;
  readonly #prepare: boolean;
  readonly #lost = () => {
    this.#broken = true;
  };
  #broken = false;
  /** `pg` takes one query at a time unless it was told to pipeline. */
  #last: Promise<unknown> | undefined;

  constructor(client: PostgresClient, where: string, prepare: boolean) {
    this.#client = client;
    this.#where = where;
    this.#prepare = prepare;
    if (!(client as { pipeline?: boolean }).pipeline) this.#last = Promise.resolve();
    // A connection that is lost while nobody waits for it would end the process.
    client.on('error', this.#lost);
  }

  /** Queries run in the order in which they are asked for. */
  async run(
    { text }: Statement,
    values?: SqlValue[],
  ): Promise<{ rows: unknown[][]; changed: number; command: string }> {
    try {
      const send = () =>
        this.#client.query({
          text,
          rowMode: 'array',
          types: asText,
          ...(values && { values, ...(this.#prepare && { name: nameOf(text) }) }),
        });
      const answer = this.#last ? this.#last.then(send) : send();
      if (this.#last) this.#last = answer.catch(() => {});
      const { rows, rowCount, command } = await answer;
      return { rows: rows as unknown[][], changed: rowCount ?? 0, command };
    } catch (error) {
      const told = postgresError(error, this.#where);
      this.failure ??= told;
      throw told;
    }
  }

  /** Runs without having to be waited for: what comes behind finds it done. Its error is the session's `failure`. */
  async send(statement: Statement, values?: SqlValue[]): Promise<void> {
    await this.run(statement, values).catch(() => {});
  }

  /** Gives the connection back; one that may be broken, or in an unknown state, is closed. */
  release(destroy = false): void {
    this.#client.removeListener('error', this.#lost);
    this.#client.release(destroy || this.#broken);
  }
}
