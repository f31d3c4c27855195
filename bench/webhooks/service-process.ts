import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../src/platform/database/postgres-server.js';
import { Child } from '../child.js';
import type { BenchDatabase } from '../database.js';
import { ProcessorMeter, type Usage } from '../processor-meter.js';
import type { Workspace } from '../workspace.js';
import { audit } from './audit.js';
import { WEBHOOK_SECRET } from './event.js';
import type { answers as loadAnswers, Load, LoadResult } from './load.js';
import type { answers as serviceAnswers } from './service.js';

export type LoadProcess = Child<typeof loadAnswers>;

/** What a round is to deliver. */
export type Deliveries = Omit<Load, 'url' | 'prefix'>;

/** What one round has shown. */
export interface Round extends LoadResult, Usage<'service' | 'postgres' | 'load'> {
  deliveries: number;
  /** From the first delivery until every handler had run, in ms. Without handlers, until the last answer. */
  handledMs: number;
}

/** The whole of Hookline in a process of its own, as in production. */
export class ServiceProcess {
  private rounds = 0;
  private readonly meter: ProcessorMeter<'service' | 'postgres' | 'load'>;

  private constructor(
    private readonly url: string,
    private readonly service: Child<typeof serviceAnswers>,
    private readonly load: LoadProcess,
    private readonly database: BenchDatabase,
    private readonly role: 'all' | 'web',
  ) {
    this.meter = new ProcessorMeter({
      service: () => service.ask('timeMs'),
      load: () => load.ask('timeMs'),
      postgres: () => database.timeMs(),
    });
  }

  /** `web` only accepts; `all` runs the handlers, too. */
  static async start(
    workspace: Workspace,
    database: BenchDatabase,
    load: LoadProcess,
    role: 'all' | 'web',
  ): Promise<ServiceProcess> {
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const script = new URL('service.ts', import.meta.url);
    const service = await Child.start<typeof serviceAnswers>(workspace, script, {
      NODE_ENV: 'production',
      ROLE: role,
      HOST: '127.0.0.1',
      PORT: new URL(url).port,
      PUBLIC_URL: url,
      DATABASE_URL: database.url,
      ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
      STRIPE_WEBHOOK_SECRETS: WEBHOOK_SECRET,
      LOG_LEVEL: 'info',
    });
    return new ServiceProcess(url, service, load, database, role);
  }

  stop(): Promise<void> {
    return this.service.stop();
  }

  /** Rounds that do not count, until the time is over. Resolves to the last one. */
  async warmUp(deliveries: Deliveries, forMs: number): Promise<Round> {
    const endsAt = performance.now() + forMs;
    for (;;) {
      const round = await this.round(deliveries);
      if (performance.now() >= endsAt) return round;
    }
  }

  /**
   * One round on empty tables.
   * @throws Error when the audit finds an event lost or doubled
   */
  async round(deliveries: Deliveries): Promise<Round> {
    this.rounds += 1;
    await this.database.clear();
    const prefix = `${process.pid}${this.role}${this.rounds}`;
    const { result, usedMs, elsewherePercent } = await this.meter.during(async () => {
      const sent = await this.load.ask('deliver', { ...deliveries, url: this.url, prefix });
      return { ...sent, handledMs: sent.elapsedMs + (await this.untilHandled()) };
    });
    await audit(this.database, result, this.role === 'all');
    return { ...result, usedMs, elsewherePercent, deliveries: deliveries.deliveries };
  }

  /** How long it takes until no event waits for its handler any more, in ms. */
  private async untilHandled(): Promise<number> {
    if (this.role === 'web') return 0;
    const startMs = performance.now();
    const waiting = "SELECT id FROM webhook_events WHERE status <> 'processed' LIMIT 1";
    while ((await this.database.column(waiting)).length) await sleep(20);
    return performance.now() - startMs;
  }
}
