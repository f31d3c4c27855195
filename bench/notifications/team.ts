import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../src/platform/database/postgres-server.js';
import { Child } from '../child.js';
import { ProcessorMeter, type Usage } from '../processor-meter.js';
import { audit, type Audit } from './audit.js';
import type { answers as bullmqAnswers } from './contenders/bullmq.js';
import type { answers as hooklineAnswers } from './contenders/hookline.js';
import { WORKERS } from './plan.js';
import type { Stage } from './stage.js';

/** How messages are accepted: one by one, or one for many people. */
type Way = 'oneByOne' | 'toMany';

/** A way to send messages durably. */
export interface Contender {
  /** As the tables name it. */
  title: string;
  /** Below `contenders/`. */
  script: string;
  way: Way;
  /** Finds what is not settled in the database yet. Without it, its process is asked. */
  open?: string;
  /** What is emptied before each round. */
  tables?: string;
}

type Part = 'product' | 'workers' | 'postgres' | 'redis' | 'standIn';

/** What one row of one round has shown. */
export interface Round extends Usage<Part>, Pick<Audit, 'calls'> {
  perSecond: number;
}

/** Whoever takes longer has lost a message, or hangs. */
const SENT_WITHIN_MS = 300_000;
/** Between two looks whether all is done. */
const LOOK_EVERY_MS = 20;

type Member = Child<typeof hooklineAnswers & typeof bullmqAnswers>;

/** A contender at work: the product that accepts messages, and three workers that send them. */
export class Team {
  private constructor(
    private readonly stage: Stage,
    private readonly contender: Contender,
    private readonly product: Member,
    private readonly workers: Member[],
    private readonly environment: Record<string, string>,
  ) {}

  static async start(stage: Stage, contender: Contender): Promise<Team> {
    const environment = environmentOf(stage, contender);
    const product = await startMember(stage, contender, { ...environment, ROLE: 'web' });
    const team = new Team(stage, contender, product, [], environment);
    for (let index = 0; index < WORKERS; index += 1) await team.addWorker();
    return team;
  }

  /** Ends a worker in the middle of whatever it does, and starts another one in its place. */
  async replaceWorker(): Promise<void> {
    await this.workers.shift()?.stop();
    await this.addWorker();
  }

  async stop(): Promise<void> {
    for (const member of [this.product, ...this.workers]) await member.stop();
  }

  /** Accepts messages and waits until all of them have been sent. @throws Error when that takes for ever */
  async send(count: number): Promise<void> {
    await this.product.ask(this.contender.way, count);
    await this.until(`${count} messages have arrived`, async () => (await this.arrived()) >= count);
    await this.until('all are settled', () => this.isSettled());
  }

  /** How many messages have arrived. */
  arrived(): Promise<number> {
    return this.stage.standIn.ask('arrived');
  }

  /**
   * One round: from the first message that is accepted to the last that is sent.
   * @throws Error when not each has arrived once: then the figures are worth nothing
   */
  async measure(count: number): Promise<Round> {
    await this.clear();
    const { stage, product, workers } = this;
    const meter = new ProcessorMeter<Part>({
      product: () => product.ask('timeMs'),
      workers: () => sumOf(workers),
      postgres: () => stage.database.timeMs(),
      redis: () => stage.redis?.timeMs() ?? 0,
      standIn: () => stage.standIn.ask('timeMs'),
    });
    const { result: elapsedMs, ...usage } = await meter.during(async () => {
      const startMs = performance.now();
      await this.send(count);
      return performance.now() - startMs;
    });
    const { lost, twice, calls } = await this.audit(count);
    if (lost > 0 || twice > 0) {
      throw new Error(`The audit of ${this.contender.title} failed: ${lost} lost, ${twice} sent twice.`);
    }
    return { ...usage, calls, perSecond: (count * 1_000) / elapsedMs };
  }

  async audit(accepted: number): Promise<Audit> {
    return audit(accepted, await this.stage.standIn.ask('audit'));
  }

  /** Empties what the last round has left. */
  async clear(): Promise<void> {
    const { client } = this.stage.database;
    if (this.contender.tables) await client.query(`TRUNCATE ${this.contender.tables}`);
    await client.query('CHECKPOINT');
    await this.stage.standIn.ask('clear');
  }

  /** Looks again and again until it is so. @throws Error when that takes for ever */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const endsAt = performance.now() + SENT_WITHIN_MS;
    while (!(await isSo())) {
      if (performance.now() > endsAt) throw new Error(`${this.contender.title}: not in time: ${what}.`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  private async isSettled(): Promise<boolean> {
    const { open } = this.contender;
    if (!open) return (await this.product.ask('open')) === 0;
    return (await this.stage.database.column(open)).length === 0;
  }

  private async addWorker(): Promise<void> {
    this.workers.push(await startMember(this.stage, this.contender, { ...this.environment, ROLE: 'worker' }));
  }
}

async function sumOf(members: readonly Member[]): Promise<number> {
  const times = await Promise.all(members.map((member) => member.ask('timeMs')));
  return times.reduce((sum, timeMs) => sum + timeMs, 0);
}

async function startMember(
  { workspace, compiled }: Stage,
  { script }: Contender,
  environment: Record<string, string>,
): Promise<Member> {
  const url = `http://127.0.0.1:${await findFreePort()}`;
  return Child.start(workspace, compiled.script(`bench/notifications/contenders/${script}`), {
    ...environment,
    PORT: new URL(url).port,
    PUBLIC_URL: url,
  });
}

/** As in production; SendGrid has no limit unless somebody sets one. */
function environmentOf(
  { database, standInUrl, redis }: Stage,
  { script }: Contender,
): Record<string, string> {
  return {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'info',
    SENDGRID_API_KEY: `SG.${'a'.repeat(22)}.${'b'.repeat(43)}`,
    SENDGRID_API_BASE_URL: standInUrl,
    SENDGRID_FROM: 'shop@example.com',
    ...(script === 'bullmq.ts' && redis && { REDIS_URL: redis.url }),
  };
}
