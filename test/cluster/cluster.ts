import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { prepareAudit } from '../faults/audit.js';
import { startOwnPostgres, type OwnPostgres } from '../faults/own-postgres.js';
import { ProcessUnderTest } from '../faults/process-under-test.js';
import { eventually } from '../support/eventually.js';
import type { History } from './history.js';

const MEMBERS = ['web', 'worker 1', 'worker 2'] as const;
const POSTGRES_ENDS = ['fast', 'immediate', 'kill -9'] as const;

/** Three processes on a PostgreSQL of their own: one takes webhooks, two run handlers. */
export class Cluster {
  private constructor(
    private readonly postgres: OwnPostgres,
    private readonly members: ReadonlyMap<string, ProcessUnderTest>,
    private readonly history: History,
  ) {}

  /** @param environment of all three, beside their roles */
  static async start(history: History, environment: Record<string, string> = {}): Promise<Cluster> {
    const postgres = await startOwnPostgres();
    const client = await connect(postgres.url);
    await prepareAudit(client);
    await client.end();
    const members = MEMBERS.map(async (name) => {
      const role = name === 'web' ? 'web' : 'worker';
      return [name, await ProcessUnderTest.start(postgres.url, { ...environment, ROLE: role })] as const;
    });
    history.note('started');
    return new Cluster(postgres, new Map(await Promise.all(members)), history);
  }

  /** Where webhooks are sent to. */
  get url(): string {
    const web = this.members.get('web');
    if (!web) throw new Error('The cluster has no web process.');
    return web.url;
  }

  /** A connection for the audit. */
  connect(): Promise<Client> {
    return connect(this.postgres.url);
  }

  /**
   * Kills a process and starts it again, `kills` times, and restarts PostgreSQL once in between; whom, how and when is
   * a matter of `random`.
   */
  async disturb(kills: number, random: () => number): Promise<void> {
    const restartBefore = Math.floor(random() * kills);
    for (let kill = 0; kill < kills; kill += 1) {
      if (kill === restartBefore) await this.restartPostgres(random);
      await sleep(200 + random() * 1_000);
      await this.killOne(random);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.members.values()].map((member) => member.kill()));
    await this.postgres.close();
  }

  private async killOne(random: () => number): Promise<void> {
    const name = pick(MEMBERS, random);
    this.history.note('kill', { name });
    const member = this.members.get(name);
    await member?.kill();
    await sleep(random() * 500);
    await member?.start();
    this.history.note('up again', { name });
  }

  private async restartPostgres(random: () => number): Promise<void> {
    await sleep(200 + random() * 1_000);
    const how = pick(POSTGRES_ENDS, random);
    this.history.note('end of PostgreSQL', { how });
    await this.postgres.end(how);
    await sleep(500); // it may still answer for a moment
    await eventually('PostgreSQL is back', () => this.answers(), 30_000);
    this.history.note('PostgreSQL is back');
  }

  private async answers(): Promise<true | undefined> {
    try {
      await (await this.connect()).end();
      return true;
    } catch {
      return undefined; // not yet
    }
  }
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  client.on('error', () => {}); // the database goes away, which is what this is about
  await client.connect();
  return client;
}

function pick<T>(choices: readonly T[], random: () => number): T {
  const choice = choices[Math.floor(random() * choices.length)];
  if (choice === undefined) throw new RangeError('There is nothing to pick from.');
  return choice;
}
