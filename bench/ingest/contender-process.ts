import { randomBytes } from 'node:crypto';
import { findFreePort } from '../../src/platform/database/postgres-server.js';
import { Child } from '../child.js';
import type { BenchDatabase } from '../database.js';
import { ProcessorMeter, type Usage } from '../processor-meter.js';
import { audit, type Kept } from './audit.js';
import type { Contender } from './contenders.js';
import type { answers as bullmqAnswers } from './contenders/nest-bullmq.js';
import type { answers as hooklineAnswers } from './contenders/hookline.js';
import { WEBHOOK_SECRET } from './load/event.js';
import type { Load, LoadResult } from './load/load.js';
import type { Stage } from './stage.js';

/** What is to be delivered. */
export type Deliveries = Omit<Load, 'url' | 'prefix'>;

type Part = 'application' | 'postgres' | 'redis' | 'load';

/** What one row of one round has shown. */
export interface Measurement extends Omit<LoadResult, 'acknowledged'>, Usage<Part> {
  deliveries: number;
  /** The most that the application had in memory while it was under load. */
  residentBytes: number;
}

/** How often the memory is looked at, in ms. */
const MEMORY_EVERY_MS = 200;

/** Delivered before each measurement, for connections that were closed while others had their turn. */
const RUN_UP = 200;

/** Made before anything is measured: a few deliveries to see whether it keeps its word. */
const PROOF: Deliveries = { connections: 16, deliveries: 160, distinct: 10, bytes: 600 };

let prefixes = 0;
/** Begins the ids of events that were never sent before. Like Stripe's, later ids come later in an index. */
export const nextPrefix = () => `evt_${process.pid}_${String((prefixes += 1)).padStart(4, '0')}_`;

/** One contender in a process of its own. */
export class ContenderProcess {
  private readonly meter: ProcessorMeter<Part>;

  private constructor(
    readonly url: string,
    readonly child: Child<typeof hooklineAnswers & typeof bullmqAnswers>,
    private readonly contender: Contender,
    private readonly database: BenchDatabase,
    private readonly stage: Stage,
  ) {
    this.meter = new ProcessorMeter({
      application: () => child.ask('timeMs'),
      postgres: () => database.timeMs(),
      redis: () => stage.redis?.timeMs() ?? 0,
      load: () => stage.load.ask('timeMs'),
    });
  }

  /** Starts it as in production. Those of Hookline take what they are told beside it: `ROLE`. */
  static async start(
    stage: Stage,
    contender: Contender,
    {
      database = stage.database,
      ...more
    }: { database?: BenchDatabase; ROLE?: string; HANDLER?: string } = {},
  ): Promise<ContenderProcess> {
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const script = stage.compiled.script(`bench/ingest/contenders/${contender.script}`);
    const child = await Child.start<typeof hooklineAnswers & typeof bullmqAnswers>(stage.workspace, script, {
      NODE_ENV: 'production',
      ROLE: 'web',
      HOST: '127.0.0.1',
      PORT: new URL(url).port,
      PUBLIC_URL: url,
      DATABASE_URL: database.url,
      ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
      STRIPE_WEBHOOK_SECRETS: WEBHOOK_SECRET,
      LOG_LEVEL: 'info',
      ...(contender.script === 'nest-bullmq.ts' && stage.redis && { REDIS_URL: stage.redis.url }),
      ...more,
    });
    return new ContenderProcess(url, child, contender, database, stage);
  }

  stop(): Promise<void> {
    return this.child.stop();
  }

  /**
   * A forged event, and repeats at the same time.
   * @throws Error when the one is believed, or the others are stored twice
   */
  async prove(): Promise<void> {
    const status = await this.stage.load.ask('forge', this.url);
    if (status < 400 || status > 499) {
      throw new Error(`${this.contender.title} answered ${status} to a forged event.`);
    }
    await this.measure(PROOF);
  }

  /** Delivers until the time is over, and resolves to how many a second it took at last. */
  async warmUp(deliveries: Deliveries, forMs: number): Promise<number> {
    const endsAt = performance.now() + forMs;
    for (;;) {
      const { elapsedMs } = await this.deliver(deliveries);
      if (performance.now() >= endsAt) return (deliveries.deliveries * 1_000) / elapsedMs;
    }
  }

  /**
   * Delivers to empty tables, after a checkpoint.
   * @throws Error when the audit finds an event lost or doubled
   */
  async measure(deliveries: Deliveries): Promise<Measurement> {
    await this.deliver({ connections: 64, deliveries: RUN_UP, bytes: deliveries.bytes });
    await this.clear();
    const prefix = nextPrefix();
    let residentBytes = 0;
    const look = async () => (residentBytes = Math.max(residentBytes, await this.child.ask('residentBytes')));
    const timer = setInterval(() => void look(), MEMORY_EVERY_MS);
    const { result, ...usage } = await this.meter.during(() => this.deliver(deliveries, prefix));
    clearInterval(timer);
    await look();
    audit(this.contender.title, result, await this.kept(prefix));
    const { acknowledged: _ids, ...figures } = result;
    return { ...figures, ...usage, residentBytes, deliveries: deliveries.deliveries };
  }

  deliver(deliveries: Deliveries, prefix = nextPrefix()): Promise<LoadResult> {
    return this.stage.load.ask('deliver', { ...deliveries, url: this.url, prefix });
  }

  /** Empties its tables, and has everything written that the disk has to hold. */
  async clear(): Promise<void> {
    await this.database.client.query(`TRUNCATE ${this.contender.tables}`);
    if (!this.contender.owed) await this.child.ask('clear');
    await this.database.client.query('CHECKPOINT');
  }

  private async kept(prefix: string): Promise<Kept> {
    const { stored, owed } = this.contender;
    const { rows } = await this.database.client.query<{ id: string; external_id: string }>(stored, [prefix]);
    return {
      stored: rows.map(({ id, external_id: externalId }) => ({ id, externalId })),
      owed: owed ? await this.database.column(owed) : await this.child.ask('owed'),
    };
  }
}
