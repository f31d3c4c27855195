import { Client } from 'pg';
import { startEmbeddedPostgres } from '../src/platform/database/embedded-postgres.js';
import { migrate } from '../src/platform/database/migrate.js';
import { clusterFolder } from '../src/platform/database/postgres-cluster.js';
import { findPostmaster } from '../src/platform/database/postmaster.js';
import { createClusterWithCheckpoints } from './checkpoint.js';
import { serverTimeMs } from './server-time.js';
import type { Workspace } from './workspace.js';

/** What makes a commit durable. Figures without these would be about something else. */
const DURABLE = ['fsync', 'synchronous_commit', 'full_page_writes'];

/** The embedded PostgreSQL with the settings that it ships with, and a connection for the audit. */
export class BenchDatabase {
  private constructor(
    readonly url: string,
    readonly client: Client,
    private readonly postmasterPid: number,
  ) {}

  static async start(workspace: Workspace): Promise<BenchDatabase> {
    const { dataDir } = workspace;
    await createClusterWithCheckpoints(dataDir);
    const { url } = await workspace.use(
      () => startEmbeddedPostgres({ dataDir }),
      (postgres) => postgres.stop(),
    );
    const postmaster = await findPostmaster(clusterFolder(dataDir));
    return BenchDatabase.open(workspace, url, postmaster?.pid ?? 0);
  }

  /** One more database on the same server, with Hookline's tables in it. */
  async createSibling(workspace: Workspace, name: string): Promise<BenchDatabase> {
    await this.client.query(`CREATE DATABASE ${this.client.escapeIdentifier(name)}`);
    const url = new URL(this.url);
    url.pathname = name;
    return BenchDatabase.open(workspace, url.href, this.postmasterPid);
  }

  /** The value of a PostgreSQL setting. */
  async setting(name: string): Promise<string> {
    const { rows } = await this.client.query<{ value: string }>('SELECT current_setting($1) AS value', [
      name,
    ]);
    return rows[0]?.value ?? '';
  }

  /** The first column of all rows. */
  async column(sql: string, values: readonly unknown[] = []): Promise<string[]> {
    const { rows } = await this.client.query<[string]>({ text: sql, values: [...values], rowMode: 'array' });
    return rows.map(([value]) => value);
  }

  /** The processor time that the server has used, in ms; `NaN` where the machine does not tell. */
  timeMs(): Promise<number> {
    return serverTimeMs(this.postmasterPid);
  }

  private static async open(
    workspace: Workspace,
    url: string,
    postmasterPid: number,
  ): Promise<BenchDatabase> {
    await migrate(url);
    const client = await workspace.use(
      async () => {
        const opened = new Client({ connectionString: url });
        await opened.connect();
        return opened;
      },
      (opened) => opened.end(),
    );
    const database = new BenchDatabase(url, client, postmasterPid);
    await database.checkDurability();
    return database;
  }

  private async checkDurability(): Promise<void> {
    for (const name of DURABLE) {
      const value = await this.setting(name);
      if (value !== 'on') throw new Error(`PostgreSQL runs with ${name} = ${value}; the bench needs it on.`);
    }
  }
}
