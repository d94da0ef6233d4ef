import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL that tests may fill; each file makes a schema of its own. */
    postgresUrl: string | undefined;
  }
}

/** Finds or starts the servers that live tests share. Nothing outside the project is touched. */
export async function setup(project: TestProject): Promise<() => void> {
  const given = process.env.KENNING_POSTGRES_URL;
  const started = given ? undefined : await startPostgres();
  project.provide('postgresUrl', given ?? started?.url);
  return () => started?.stop();
}
