import { setTimeout as sleep } from 'node:timers/promises';
import { ProcessorMeter, type Usage } from '../processor-meter.js';
import { WORKERS } from './plan.js';
import { startMember, type HooklineProcess, type Stage } from './stage.js';

/** A way to deliver events. */
export interface Contender {
  /** As the tables name it. */
  title: string;
  /** Below `contenders/`. */
  script: string;
  /** Finds what is not delivered in the database yet. */
  open: string;
  /** What is emptied before each round. */
  tables: string;
}

type Part = 'product' | 'workers' | 'postgres' | 'redis' | 'receiver';

/** What one row of one round has shown. */
export interface Round extends Usage<Part> {
  perSecond: number;
}

/** Whoever takes longer has lost a delivery, or hangs. */
const DELIVERED_WITHIN_MS = 300_000;
/** Between two looks whether all is done. */
const LOOK_EVERY_MS = 20;

/** A contender at work: the product that stores deliveries, and three workers that make them. */
export class Team {
  private constructor(
    private readonly stage: Stage,
    private readonly contender: Contender,
    readonly product: HooklineProcess,
    readonly workers: readonly HooklineProcess[],
  ) {}

  static async start(stage: Stage, contender: Contender, workers = WORKERS): Promise<Team> {
    const product = await startMember(stage, contender.script, { ROLE: 'web' });
    const started: HooklineProcess[] = [];
    while (started.length < workers) {
      started.push(await startMember(stage, contender.script, { ROLE: 'worker' }));
    }
    return new Team(stage, contender, product, started);
  }

  async stop(): Promise<void> {
    for (const member of [this.product, ...this.workers]) await member.stop();
  }

  /**
   * One round: the workers stand still while deliveries to so many endpoints are stored; from the moment when they may go on to
   * the last delivery that is written down.
   * @throws Error when not each has arrived once: then the figures are worth nothing
   */
  async measure(count: number, endpoints: number): Promise<Round> {
    const { stage, product, workers } = this;
    await this.clear();
    for (const worker of workers) worker.freeze();
    await product.ask('store', { count, from: 1, to: endpoints });
    await stage.database.client.query('CHECKPOINT');
    const startMs = performance.now();
    for (const worker of workers) worker.thaw();
    const { result: elapsedMs, ...usage } = await this.meter().during(async () => {
      await this.delivered(count);
      return performance.now() - startMs;
    });
    const [arrived, twice] = [await stage.receiver.ask('arrived'), await stage.receiver.ask('twice')];
    if (arrived !== count || twice > 0) {
      throw new Error(
        `${this.contender.title}: of ${count} events, ${arrived} arrived, ${twice} of them twice.`,
      );
    }
    return { ...usage, perSecond: (count * 1_000) / elapsedMs };
  }

  /** Tells who uses the processors. No worker may stand still. */
  meter(): ProcessorMeter<Part> {
    const { stage, product, workers } = this;
    return new ProcessorMeter({
      product: () => product.ask('timeMs'),
      workers: () => sumOf(workers),
      postgres: () => stage.database.timeMs(),
      redis: () => stage.redis?.timeMs() ?? 0,
      receiver: () => stage.receiver.ask('timeMs'),
    });
  }

  /** Waits until so many have arrived and nothing waits any more. @throws Error when that takes for ever */
  private async delivered(count: number): Promise<void> {
    const { receiver, database } = this.stage;
    const endsAt = performance.now() + DELIVERED_WITHIN_MS;
    const isSo = async () =>
      (await receiver.ask('arrived')) >= count && (await database.column(this.contender.open)).length === 0;
    while (!(await isSo())) {
      if (performance.now() > endsAt) throw new Error(`${this.contender.title}: not all delivered in time.`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  private async clear(): Promise<void> {
    await this.stage.database.client.query(`TRUNCATE ${this.contender.tables}`);
    await this.stage.receiver.ask('clear');
  }
}

async function sumOf(members: readonly HooklineProcess[]): Promise<number> {
  const times = await Promise.all(members.map((member) => member.ask('timeMs')));
  return times.reduce((sum, timeMs) => sum + timeMs, 0);
}
