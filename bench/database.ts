import { Client } from 'pg';
import { startEmbeddedPostgres } from '../src/platform/database/embedded-postgres.js';
import { migrate } from '../src/platform/database/migrate.js';
import { clusterFolder } from '../src/platform/database/postgres-cluster.js';
import { findPostmaster } from '../src/platform/database/postmaster.js';
import { postgresTimeMs } from './postgres-time.js';
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
    const { url } = await workspace.use(
      () => startEmbeddedPostgres({ dataDir }),
      (postgres) => postgres.stop(),
    );
    await migrate(url);
    const client = await workspace.use(
      async () => {
        const opened = new Client({ connectionString: url });
        await opened.connect();
        return opened;
      },
      (opened) => opened.end(),
    );
    const postmaster = await findPostmaster(clusterFolder(dataDir));
    const database = new BenchDatabase(url, client, postmaster?.pid ?? 0);
    await database.checkDurability();
    await client.query('CREATE TABLE effects (event_id text NOT NULL)');
    return database;
  }

  /** The value of a PostgreSQL setting. */
  async setting(name: string): Promise<string> {
    const { rows } = await this.client.query<{ value: string }>('SELECT current_setting($1) AS value', [
      name,
    ]);
    return rows[0]?.value ?? '';
  }

  /** The first column of all rows. */
  async column(sql: string): Promise<string[]> {
    const { rows } = await this.client.query<[string]>({ text: sql, rowMode: 'array' });
    return rows.map(([value]) => value);
  }

  /** Begins the next round with empty tables. */
  async clear(): Promise<void> {
    await this.client.query('TRUNCATE webhook_events, webhook_handler_runs, effects');
    await this.client.query("DELETE FROM pgboss.job WHERE name = 'webhook-events'");
  }

  /** The processor time that the server has used, in ms; `NaN` where the machine does not tell. */
  timeMs(): Promise<number> {
    return postgresTimeMs(this.postmasterPid);
  }

  private async checkDurability(): Promise<void> {
    for (const name of DURABLE) {
      const value = await this.setting(name);
      if (value !== 'on') throw new Error(`PostgreSQL runs with ${name} = ${value}; the bench needs it on.`);
    }
  }
}
