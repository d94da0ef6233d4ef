import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, inject } from 'vitest';
import { memory } from '../../src/core/store/memory.js';
import type { Store } from '../../src/core/store/store.js';
import { openStore } from './open-store.js';

/** Why nothing can be tried on PostgreSQL here; undefined when it can. Where `CI` is set it has to be there. */
export const whyNoPostgres =
  inject('postgresUrl') || process.env.CI ? undefined : 'PostgreSQL is not installed: apt-get install postgresql';

export function postgresUrl(): string {
  const url = inject('postgresUrl');
  if (!url) throw new Error('There is no PostgreSQL, and with CI set there must be.');
  return url;
}

/** A name for a schema that no other test has. */
export function newSchema(): string {
  return `kenning_${randomBytes(8).toString('hex')}`;
}

/** Asks the server, beside any store. */
export async function ask(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: postgresUrl() });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Describes something for every store. Each store that is opened is empty. */
export function describeStores(title: string, describeOne: (open: () => Store) => void): void {
  describe(`${title} memory`, () => describeOne(() => memory()));
  describePlaces(title, (newPlace) => {
    // Opening costs a connection; tenants know nothing of each other and cost nothing.
    let shared: Store | undefined;
    afterAll(() => shared?.close());
    describeOne(() => {
      const place = newPlace();
      if (!place.startsWith('postgres:')) return openStore(place);
      shared ??= openStore(place);
      return { ...shared.forTenant(place), close: async () => {} };
    });
  });
}

/** Describes something for every store that outlives its process. Each place is empty; `openStore` opens it. */
export function describePlaces(title: string, describeOne: (newPlace: () => string) => void): void {
  describe(`${title} sqlite`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
    let files = 0;
    afterAll(() => rmSync(folder, { recursive: true }));
    describeOne(() => join(folder, `${++files}.sqlite`));
  });

  describe.skipIf(whyNoPostgres)(`${title} postgres${whyNoPostgres ? ` (skipped: ${whyNoPostgres})` : ''}`, () => {
    const schema = newSchema();
    let tenants = 0;
    afterAll(() => ask(`drop schema if exists ${schema} cascade`));
    describeOne(() => `${postgresUrl()}#${schema}/tenant-${++tenants}`);
  });
}
