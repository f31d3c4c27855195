import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { EndpointsService } from '../../../src/deliveries/endpoints/endpoints.service.js';
import { EventsService } from '../../../src/deliveries/events/events.service.js';
import { SYSTEM } from '../../../src/platform/audit/audit-log.js';
import { PrismaService } from '../../../src/platform/database/prisma.service.js';
import { startService } from '../../../src/start-service.js';
import { answer, processorTimeMs } from '../../answers.js';
import { countStatements } from '../../console/statements.js';
import { addressOf, tenantOf } from '../addresses.js';
import { orderData, TYPE } from './order.js';

/** Hookline with its product: both are one process. */
const { app } = await startService();
const events = app.get(EventsService, { strict: false });
const endpoints = app.get(EndpointsService, { strict: false });
const prisma = app.get(PrismaService, { strict: false });

const nowMs = () => performance.timeOrigin + performance.now();

/** An event that was published, and when that began, in ms since 1970. */
export interface Publication {
  id: string;
  atMs: number;
}

async function publish(tenant: string, number: number): Promise<Publication> {
  const atMs = nowMs();
  const { id } = await events.publish({ type: TYPE, tenant, data: orderData(number) });
  return { id, atMs };
}

/** What the product writes itself, and the event with it. @returns how long it took, in ms, and its statements */
async function transact(number: number, tenant: string | undefined) {
  const statements = countStatements(Client, '');
  const startMs = performance.now();
  await prisma.$transaction(async (tx) => {
    await tx.$executeRaw`INSERT INTO bench_orders (customer, total) VALUES (${`customer-${number}`}, ${number})`;
    if (tenant !== undefined) await events.publish({ type: TYPE, tenant, data: orderData(number) }, { tx });
  });
  const ms = performance.now() - startMs;
  return { ms, statements: statements.end().reduce((sum, { count }) => sum + count, 0) };
}

export const answers = answer({
  createEndpoints: async ({ from, to }: { from: number; to: number }) => {
    for (let number = from; number <= to; number += 1) {
      const url = addressOf(number, Number(process.env.RECEIVER_PORT));
      await endpoints.create({ tenant: tenantOf(number), url }, SYSTEM);
    }
  },
  /** More endpoints of one tenant, at the same address. */
  createEndpointsOf: async ({ tenant, count }: { tenant: string; count: number }) => {
    const url = addressOf(1, Number(process.env.RECEIVER_PORT));
    for (let number = 0; number < count; number += 1) await endpoints.create({ tenant, url }, SYSTEM);
  },
  /** Stores events with their deliveries, in turns to the endpoints with these numbers, as publishing would. */
  store: async ({ count, from, to }: { count: number; from: number; to: number }) => {
    await prisma.$executeRaw`
      WITH event AS (
        INSERT INTO published_events (id, tenant, type, data)
        SELECT uuidv7(), 'tenant-' || (${from}::int + number % (${to}::int - ${from}::int + 1)), ${TYPE},
          ${JSON.stringify(orderData(0))}
        FROM generate_series(1, ${count}::int) AS number
        RETURNING id, tenant, type, created_at
      )
      INSERT INTO deliveries (id, event_id, endpoint_id, type, due_at, created_at)
      SELECT (left(event.id::text, 19) || substr(gen_random_uuid()::text, 20))::uuid, event.id, e.id, event.type,
        now(), event.created_at
      FROM event JOIN endpoints e USING (tenant)`;
  },
  /** Publishes an event to each of the endpoints in turn, with random waits between two. */
  publishSteadily: async ({
    count,
    endpoints: many,
    leastMs,
    mostMs,
  }: {
    count: number;
    endpoints: number;
    leastMs: number;
    mostMs: number;
  }) => {
    const published: Promise<Publication>[] = [];
    let dueMs = performance.now();
    for (let number = 1; number <= count; number += 1) {
      dueMs += leastMs + Math.random() * (mostMs - leastMs);
      await sleep(Math.max(0, dueMs - performance.now()));
      published.push(publish(tenantOf(1 + (number % many)), number));
    }
    return Promise.all(published);
  },
  /** The product's transaction, without an event or with one of each of these tenants, in turns. */
  transact: async ({ count, tenants }: { count: number; tenants: (string | null)[] }) => {
    const made = tenants.map(() => ({ ms: [] as number[], statements: [] as number[] }));
    for (let number = 0; number < count; number += 1) {
      for (const [index, tenant] of tenants.entries()) {
        const { ms, statements } = await transact(number, tenant ?? undefined);
        made[index]?.ms.push(ms);
        made[index]?.statements.push(statements);
      }
    }
    return made;
  },
  timeMs: processorTimeMs,
});
