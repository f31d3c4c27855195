import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startEmbeddedPostgres } from '../src/platform/database/embedded-postgres.js';
import { choosePostgresAccount } from '../src/platform/database/postgres-account.js';
import { findPostgresBinaries } from '../src/platform/database/postgres-binaries.js';
import { clusterFolder, databaseName } from '../src/platform/database/postgres-cluster.js';
import { postgresCommand } from '../src/platform/database/postgres-command.js';

/**
 * Creates the cluster and lets the service's role ask for a checkpoint: each round begins with one, so that none pays
 * for the pages of the round before. Only a superuser may grant that, and only a server without a network has one.
 */
export async function createClusterWithCheckpoints(dataDir: string): Promise<void> {
  await (await startEmbeddedPostgres({ dataDir })).stop();
  const { postgres } = findPostgresBinaries();
  const cluster = clusterFolder(dataDir);
  const account = await choosePostgresAccount({ cluster, program: postgres });
  const alone = ['--single', '-D', cluster, 'postgres'];
  const { file, args, spawnOptions } = postgresCommand(account, postgres, alone);
  const running = promisify(execFile)(file, args, spawnOptions);
  running.child.stdin?.end(`GRANT pg_checkpoint TO ${databaseName};\n`);
  await running;
}
