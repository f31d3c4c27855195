import { Injectable } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { TcpProxy } from '../../../test/support/tcp-proxy.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { OutcomeUnknownError } from '../../contracts/errors.js';
import type { OutcomeFinding, OutcomeResolver, UnknownOutcomeRecord } from '../../contracts/outcomes.js';
import { runWithRequestId } from '../../platform/context/request-context.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { OutcomeResolverFacet } from '../../platform/facets/facets.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { LOGGER, createLogger } from '../../platform/logging/logger.js';
import { PlatformModule } from '../../platform/platform.module.js';
import { Deadline } from '../deadline.js';
import type { OutboundCall } from '../outbound-call.js';
import { LOOK_DELAYS_MS, UNKNOWN_OUTCOME_JOB } from './unknown-outcome-jobs.js';
import { UnknownOutcomes } from './unknown-outcomes.js';
import { UnknownOutcomesModule } from './unknown-outcomes.module.js';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

type Resolve = OutcomeResolver['resolve'];

/** A provider at which everything that `resolve` says is so. */
function provider(name: string, resolve: Resolve) {
  @Injectable()
  @OutcomeResolverFacet(name)
  class Resolver implements OutcomeResolver {
    resolve = resolve;
  }
  return Resolver;
}

interface Options {
  databaseUrl?: string;
  resolve?: Resolve;
  delaysMs?: readonly number[];
  environment?: Record<string, string>;
}

/** The whole room over a real database, and what it logs. */
async function start({ databaseUrl, resolve, delaysMs = [0, 0, 0], environment }: Options = {}) {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]),
  };
  const platform = PlatformModule.forRoot({
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl ?? (await freshDatabase()),
    ...environment,
  });
  const app = await Test.createTestingModule({
    imports: [platform, UnknownOutcomesModule],
    providers: resolve ? [provider('acme', resolve)] : [],
  })
    .overrideProvider(LOOK_DELAYS_MS)
    .useValue(delaysMs)
    .overrideProvider(LOGGER)
    .useValue(await createLogger({ level: 'info', format: 'json', destination }))
    .compile();
  app.enableShutdownHooks();
  const close = once(() => app.close());
  cleanups.push(close);
  await app.init();
  return { app, lines, close, ...services(app) };
}

function services(app: TestingModule) {
  const outcomes = app.get(UnknownOutcomes, { strict: false });
  const prisma = app.get(PrismaService, { strict: false });
  return { outcomes, prisma, jobs: app.get(JobsService, { strict: false }) };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

async function freshDatabase(): Promise<string> {
  const database = await createTestDatabase();
  cleanups.push(() => database.drop());
  return database.url;
}

const SENT_AT = new Date('2026-11-21T04:00:00.123Z');

function lostCall(about: Partial<OutboundCall> = {}): OutboundCall {
  const deadline = new Deadline(1_000);
  deadline.clear();
  return {
    provider: 'acme',
    operation: 'payments.create',
    endpoint: '/v1/orders/:id/payments',
    method: 'POST',
    url: new URL('https://api.acme.test/v1/orders/7/payments?token=in-the-query'),
    headers: { authorization: 'Bearer in-a-header' },
    body: 'in=the-body',
    priority: 'interactive',
    safety: { by: 'clientReference' },
    idempotencyKey: 'order-7',
    reference: 'order-7:payment',
    deadline,
    progress: { attempts: 1 },
    ...about,
  };
}

const unknown = new OutcomeUnknownError('sent, no answer', {
  provider: 'acme',
  operation: 'payments.create',
});

/** The record once a resolver, or the end of its looks, has settled it. */
function settled(prisma: PrismaService, id: string | undefined) {
  return eventually(
    'the record is settled',
    async () => {
      const record = await prisma.unknownOutcome.findUniqueOrThrow({ where: { id: id ?? '' } });
      return record.status === 'unknown' ? undefined : record;
    },
    45_000,
  );
}

describe('A call that was never answered', () => {
  it('is written down, with what finds it again and nothing that could hold a secret', async () => {
    const { outcomes } = await start({ delaysMs: [60_000] });
    const id = await runWithRequestId('request-1', () => outcomes.record(lostCall(), SENT_AT, unknown));
    const record = await outcomes.get(id ?? '');
    expect(record).toEqual({
      id,
      provider: 'acme',
      connectionId: null,
      operation: 'payments.create',
      endpoint: '/v1/orders/:id/payments',
      method: 'POST',
      path: '/v1/orders/7/payments',
      idempotencyKey: 'order-7',
      reference: 'order-7:payment',
      requestId: 'request-1',
      status: 'unknown',
      objectId: null,
      attempts: 0,
      lastError: null,
      sentAt: SENT_AT,
      settledAt: null,
    });
  });

  it('is looked for until it is found', async () => {
    const seen: UnknownOutcomeRecord[] = [];
    const { outcomes, prisma, lines } = await start({
      resolve: async (outcome) => {
        seen.push(outcome);
        return seen.length < 3 ? { status: 'unknown' } : { status: 'happened', objectId: 'pay_7' };
      },
    });
    const before = Date.now();
    const id = await outcomes.record(lostCall(), SENT_AT, unknown);
    expect(await settled(prisma, id)).toMatchObject({ status: 'happened', objectId: 'pay_7', attempts: 3 });
    expect(seen[0]).toMatchObject({ id, path: '/v1/orders/7/payments', reference: 'order-7:payment' });
    expect(seen[0]?.sentAt).toEqual(SENT_AT);
    expect(Math.abs((seen[0]?.givenUpAt.getTime() ?? 0) - before)).toBeLessThan(1_000);
    expect(lines.filter(({ event }) => event === 'outcome_settled')).toEqual([
      expect.objectContaining({ unknown_outcome_id: id, status: 'happened', object_id: 'pay_7', looks: 3 }),
    ]);
  });

  it('has not happened when its provider is certain of that', async () => {
    const { outcomes, prisma } = await start({ resolve: async () => ({ status: 'not_happened' }) });
    const record = await settled(prisma, await outcomes.record(lostCall(), SENT_AT, unknown));
    expect(record).toMatchObject({ status: 'not_happened', objectId: null, attempts: 1 });
    expect(record.settledAt).toBeInstanceOf(Date);
  });

  it('is for a person to look up once no look is left, with the reason why the last one failed', async () => {
    let looks = 0;
    const { outcomes, prisma, lines } = await start({
      resolve: async () => {
        looks += 1;
        throw new Error('401 for sk_test_123456789: no such account');
      },
    });
    const record = await settled(prisma, await outcomes.record(lostCall(), SENT_AT, unknown));
    expect(record).toMatchObject({ status: 'unresolved', attempts: 3 });
    expect(record.lastError).toBe('401 for [redacted]: no such account');
    expect(looks).toBe(3);
    expect(lines.filter(({ event }) => event === 'outcome_settled')).toHaveLength(1);
  });

  it('is for a person to look up at once where its provider has no resolver', async () => {
    const { outcomes, prisma } = await start();
    const record = await settled(prisma, await outcomes.record(lostCall(), SENT_AT, unknown));
    expect(record).toMatchObject({ status: 'unresolved', attempts: 1, objectId: null });
  });

  it('is looked for by the next process when the one that recorded it has ended', async () => {
    const databaseUrl = await freshDatabase();
    const resolve = async (): Promise<OutcomeFinding> => ({ status: 'happened', objectId: 'pay_7' });
    const first = await start({ databaseUrl, resolve, environment: { ROLE: 'web' } });
    const id = await first.outcomes.record(lostCall(), SENT_AT, unknown);
    await first.close();
    const second = await start({ databaseUrl, resolve });
    expect(await settled(second.prisma, id)).toMatchObject({ status: 'happened' });
  });

  it('is settled once, however many workers find out at the same time', async () => {
    const databaseUrl = await freshDatabase();
    let looking = 0;
    let bothLook: () => void = () => undefined;
    const together = new Promise<void>((resolve) => (bothLook = resolve));
    const resolve = async (): Promise<OutcomeFinding> => {
      looking += 1;
      const objectId = `pay_${looking}`;
      if (looking === 2) bothLook();
      await together;
      return { status: 'happened', objectId };
    };
    const workers = [await start({ databaseUrl, resolve }), await start({ databaseUrl, resolve })] as const;
    const [{ outcomes, prisma, jobs }] = workers;
    const id = await outcomes.record(lostCall(), SENT_AT, unknown);
    await prisma.$transaction((tx) =>
      jobs.send(UNKNOWN_OUTCOME_JOB, [{ data: { id: id ?? '', look: 1 } }], tx),
    );
    await settled(prisma, id);
    await Promise.all(workers.map(({ close }) => close()));
    const lines = workers.flatMap((worker) => worker.lines);
    expect(looking).toBe(2);
    expect(lines.filter(({ event }) => event === 'outcome_settled')).toHaveLength(1);
  });

  it('that is settled is not looked for again by a job that comes twice', async () => {
    let looks = 0;
    const { outcomes, prisma, jobs } = await start({
      resolve: async () => {
        looks += 1;
        return looks === 1 ? { status: 'not_happened' } : { status: 'happened', objectId: 'pay_8' };
      },
    });
    const id = await outcomes.record(lostCall(), SENT_AT, unknown);
    await settled(prisma, id);
    await prisma.$transaction((tx) =>
      jobs.send(UNKNOWN_OUTCOME_JOB, [{ data: { id: id ?? '', look: 1 } }], tx),
    );
    await settled(prisma, await outcomes.record(lostCall(), SENT_AT, unknown));
    expect(looks).toBe(2);
    expect(await outcomes.get(id ?? '')).toMatchObject({ status: 'not_happened', attempts: 1 });
  });
});

describe('When a call cannot be written down', () => {
  it.each([
    ['refuses connections', async (proxy: TcpProxy) => proxy.cut()],
    ['never answers', async (proxy: TcpProxy) => proxy.swallow()],
  ] as const)(
    'because the database %s, the log has it whole and its caller does not wait',
    async (_how, breakIt) => {
      const proxy = await TcpProxy.to(await freshDatabase());
      cleanups.push(() => proxy.cut());
      const { outcomes, lines, prisma, close } = await start({ databaseUrl: proxy.url, delaysMs: [60_000] });
      expect(await prisma.unknownOutcome.count()).toBe(0);
      await breakIt(proxy);
      const before = performance.now();
      expect(await outcomes.record(lostCall(), SENT_AT, unknown)).toBeUndefined();
      expect(performance.now() - before).toBeLessThan(5_000);
      const line = lines.find(({ event }) => event === 'outcome_unknown_not_recorded');
      expect(line).toMatchObject({
        level: 'error',
        error: 'sent, no answer',
        outcome: { provider: 'acme', path: '/v1/orders/7/payments', reference: 'order-7:payment' },
      });
      expect(JSON.stringify(line)).not.toMatch(/in-the-query|in-a-header|the-body/);
      await proxy.mend();
      expect(await prisma.unknownOutcome.count()).toBe(0);
      await close();
    },
  );

  it('because its job cannot be, neither is there', async () => {
    const { outcomes, prisma } = await start();
    await prisma.$executeRaw`DROP SCHEMA pgboss CASCADE`;
    expect(await outcomes.record(lostCall(), SENT_AT, unknown)).toBeUndefined();
    expect(await prisma.unknownOutcome.count()).toBe(0);
  });
});

describe('Records', () => {
  it('go 90 days after they were settled, and stay while nobody knows', async () => {
    const { outcomes, prisma } = await start({ delaysMs: [86_400_000] });
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    const [old, young, open] = [
      await outcomes.record(lostCall(), daysAgo(200), unknown),
      await outcomes.record(lostCall(), daysAgo(200), unknown),
      await outcomes.record(lostCall(), daysAgo(200), unknown),
    ];
    const settle = (id: string | undefined, settledAt: Date) =>
      prisma.unknownOutcome.update({ where: { id: id ?? '' }, data: { status: 'happened', settledAt } });
    await settle(old, daysAgo(91));
    await settle(young, daysAgo(89));
    expect(await outcomes.prune()).toBe(1);
    const left = await outcomes.list({}, 10);
    expect(left.map(({ id }) => id)).toEqual([open, young]);
  });
});
