import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PrismaService } from '../database/prisma.service.js';
import { LOGGER, type Logger } from '../logging/logger.js';

/** How long a lock outlives a process that died with it, in milliseconds. */
const LEASE_MS = 15_000;
const RENEW_EVERY_MS = 5_000;
/** Between two looks at a lock that another process holds; random, so that waiters do not march in step. */
const POLL_MS = { min: 25, max: 150 };

/**
 * Locks by name over all replicas, as leases in a table. Not advisory locks: those would hold a database connection
 * for as long as a provider takes to answer, and a slow provider would empty the pool.
 */
@Injectable()
export class LocksService implements OnModuleDestroy {
  /** The last in line for each name in this process; only the first of a line asks the database. */
  private readonly lines = new Map<string, Promise<unknown>>();
  private readonly held = new Set<string>();
  private renewal: NodeJS.Timeout | undefined;

  constructor(
    private readonly prisma: PrismaService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Runs `work` while nobody else, in any process, runs under the same name. First come, first served within a process.
   * @throws the signal's reason when it aborts while waiting; whatever `work` throws
   */
  async run<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.lines.get(name) ?? Promise.resolve();
    const turn = this.runInTurn(before, name, signal, work);
    // The next in line does not care how this one ended, but that those before it have: its caller gets `turn`.
    const over = Promise.allSettled([before, turn]);
    this.lines.set(name, over);
    void over.then(() => this.lines.get(name) === over && this.lines.delete(name));
    return turn;
  }

  /**
   * Runs `work` if nobody else runs under the name at the moment, without waiting.
   * @returns `undefined` when somebody does
   */
  async tryRun<T>(name: string, work: () => Promise<T>): Promise<{ result: T } | undefined> {
    const token = randomUUID();
    if (!(await this.tryAcquire(name, token))) return undefined;
    return { result: await this.runHeld(name, token, work) };
  }

  onModuleDestroy(): void {
    clearInterval(this.renewal);
  }

  private async runInTurn<T>(
    before: Promise<unknown>,
    name: string,
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<T> {
    const token = randomUUID();
    await unlessAborted(before, signal);
    while (!(await this.tryAcquire(name, token))) {
      await unlessAborted(sleep(POLL_MS.min + Math.random() * (POLL_MS.max - POLL_MS.min)), signal);
    }
    return this.runHeld(name, token, work);
  }

  private async runHeld<T>(name: string, token: string, work: () => Promise<T>): Promise<T> {
    this.held.add(token);
    this.renewal ??= setInterval(() => void this.renew(), RENEW_EVERY_MS).unref();
    try {
      return await work();
    } finally {
      this.held.delete(token);
      await this.release(name, token);
    }
  }

  /** What was done under the lock counts, even if letting go fails: the lease then ends by itself. */
  private async release(name: string, token: string): Promise<void> {
    try {
      await this.prisma.lock.deleteMany({ where: { name, token } });
    } catch (error) {
      this.logger.warn({ event: 'lock_release_failed', lock: name, err: error }, 'A lock ends by its lease');
    }
  }

  private async tryAcquire(name: string, token: string): Promise<boolean> {
    // The database's clock decides, so that replicas with skewed clocks agree.
    const acquired = await this.prisma.$executeRaw`
      INSERT INTO locks (name, token, expires_at)
      VALUES (${name}, ${token}::uuid, now() + ${LEASE_MS} * interval '1 millisecond')
      ON CONFLICT (name) DO UPDATE SET token = excluded.token, expires_at = excluded.expires_at
      WHERE locks.expires_at < now()`;
    return acquired === 1;
  }

  private async renew(): Promise<void> {
    const tokens = [...this.held];
    if (!tokens.length) return;
    try {
      await this.prisma.$executeRaw`
        UPDATE locks SET expires_at = now() + ${LEASE_MS} * interval '1 millisecond'
        WHERE token = ANY(${tokens}::uuid[])`;
    } catch (error) {
      this.logger.warn({ event: 'lock_renewal_failed', locks: tokens.length, err: error }, 'Will try again');
    }
  }
}

/** Waits, but no longer than until the signal aborts; then throws its reason. */
async function unlessAborted(waiting: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([waiting, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
