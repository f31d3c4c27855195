import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { makeFolder } from '../support/run-folder.js';

/** PostgreSQL's three ways to go: finish transactions of nobody, none of anything, or just be gone. */
export type PostgresEnd = 'fast' | 'immediate' | 'kill -9';

const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT', 'kill -9': 'SIGKILL' } as const;

/** A PostgreSQL that belongs to one test, with its real settings for durability. It comes back by itself after an end. */
export interface OwnPostgres {
  url: string;
  end(how: PostgresEnd): Promise<void>;
  close(): Promise<void>;
}

/** Starts one, migrated. @param parent an existing folder for its data. @default the run's */
export async function startOwnPostgres(parent?: string): Promise<OwnPostgres> {
  const dataDir = parent === undefined ? await makeFolder('own') : await mkdtemp(join(parent, 'own-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  await migrate(postgres.url);
  return {
    url: postgres.url,
    async end(how) {
      const [pid] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), SIGNALS[how]);
    },
    async close() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
