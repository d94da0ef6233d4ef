import { z } from 'zod';
import type { RecordId } from '../../core/model/id.js';
import type { Instant } from '../../core/model/instant.js';
import type { SourceRef } from '../../core/model/source-ref.js';
import { everyPage } from '../../core/store/every-page.js';
import type { Store } from '../../core/store/store.js';
import { SeenIds } from './seen-ids.js';

/** The most records that are read at once to find who is missing, and that one transaction retires. */
const partSize = 200;
const hashes = z.array(z.number());

/**
 * Whom a whole reading has seen. It is kept page by page, so that a reading that was cut knows when it is over who was not
 * seen. A page that is read again takes its own place.
 */
export class SeenContacts {
  readonly #store: Store;
  readonly #source: string;
  readonly #prefix: string;

  constructor(store: Store, source: string) {
    this.#store = store;
    this.#source = source;
    this.#prefix = `crm ${source} seen `;
  }

  async keep(page: number, externalIds: readonly string[]): Promise<void> {
    const ids = new SeenIds();
    const name = this.#prefix + String(page).padStart(8, '0');
    const data = externalIds.map((id) => ids.add(id));
    await this.#store.transaction((transaction) => transaction.put('checkpoints', { name, data }));
  }

  /** Contacts that were known before a reading began and were not seen in it, part by part. */
  async *missing(began: Instant, signal?: AbortSignal): AsyncGenerator<SourceRef[]> {
    const seen = await this.#all();
    const source = this.#source;
    let after: { externalId: string; id: RecordId } | undefined;
    for (;;) {
      signal?.throwIfAborted();
      const rows = await this.#store.list('records', 'ofSource', {
        where: { source },
        limit: partSize,
        ...(after && { after }),
      });
      const missing = rows.filter(
        ({ kind, state, externalId, data }) =>
          kind === 'contact' && state === 'standing' && data && data.firstSeenAt <= began && !seen.has(externalId),
      );
      if (missing.length > 0) yield missing.map(({ externalId }) => ({ source, externalId }));
      const last = rows.at(-1);
      if (!last || rows.length < partSize) return;
      after = { externalId: last.externalId, id: last.id };
    }
  }

  async forget(): Promise<void> {
    for await (const names of this.#pages())
      await this.#store.transaction(async (transaction) => {
        for (const { name } of names) await transaction.remove('checkpoints', { name });
      });
  }

  async #all(): Promise<SeenIds> {
    const seen = new SeenIds();
    for await (const rows of this.#pages())
      for (const { data } of rows) for (const hash of hashes.safeParse(data).data ?? []) seen.addHash(hash);
    return seen;
  }

  async *#pages(): AsyncGenerator<{ name: string; data: unknown }[]> {
    for await (const rows of everyPage(this.#store, 'checkpoints', 'all', {}, { from: { name: this.#prefix } })) {
      const own = rows.filter(({ name }) => name.startsWith(this.#prefix));
      if (own.length > 0) yield own;
      if (own.length < rows.length) return;
    }
  }
}
