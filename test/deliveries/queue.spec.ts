import { afterAll, beforeAll, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { NeedyEndpoints } from '../../src/console/rooms/overview/needy-endpoints.js';
import { DeliveryQueue } from '../../src/deliveries/metrics/delivery-queue.js';
import { Prisma } from '../../src/platform/database/generated/client.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { signIn } from '../support/console.js';
import { request, startTestHookline, type TestHookline } from '../support/hookline.js';

const MINUTE_MS = 60_000;

let hookline: TestHookline;
let prisma: PrismaService;

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { ROLE: 'web' } }); // nobody sends what is due
  prisma = hookline.app.get(PrismaService, { strict: false });
});
afterAll(() => hookline?.close());

async function endpoint(wish: Partial<Prisma.EndpointCreateInput> = {}): Promise<string> {
  const url = 'https://acme.example/webhooks';
  const { id } = await prisma.endpoint.create({
    data: { tenant: 'acme', url, sealedSecrets: Buffer.alloc(1), ...wish },
  });
  return id;
}

/** @param dueInMs `null`: it is done */
async function delivery(endpointId: string, dueInMs: number | null, orderKey?: string): Promise<void> {
  const dueAt = dueInMs === null ? null : new Date(Date.now() + dueInMs);
  const type = 'order.paid';
  await prisma.delivery.create({
    data: { id: uuidv7(), eventId: uuidv7(), endpointId, type, dueAt, orderKey: orderKey ?? null },
  });
}

async function gauge(name: string): Promise<number> {
  const { body } = await request(`${hookline.url}/metrics`, 'GET');
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(String(body))?.[1]);
}

it('counts what waits, and tells how long the workers have kept anybody waiting', async () => {
  const well = await endpoint();
  await delivery(well, null);
  await delivery(well, -2 * MINUTE_MS);
  await delivery(well, MINUTE_MS);
  const waitsRightly = [
    await endpoint({ enabled: false }),
    await endpoint({ paused: true }),
    await endpoint({ ownership: 'unproved' }),
    await endpoint({ failingSince: new Date() }),
    await endpoint({ heldUntil: new Date(Date.now() + MINUTE_MS) }),
    await endpoint({ rateLimit: 1 }),
    await endpoint({ ordered: true }),
  ];
  for (const id of waitsRightly) await delivery(id, -60 * MINUTE_MS);

  expect(await gauge('delivery_queue_depth')).toBe(9);
  const seconds = await gauge('delivery_oldest_due_seconds');
  expect(seconds).toBeGreaterThanOrEqual(120);
  expect(seconds).toBeLessThan(180);
  const { body } = await hookline.api('GET', '/health');
  expect(body.details.queues).toMatchObject({ status: 'up', deliveries: 9 });
});

it('shows on the overview who needs attention: disabled and failing endpoints, and not the others', async () => {
  const hostile = 'https://evil.example/<script>';
  const gone = await endpoint({
    enabled: false,
    disabledReason: 'gone',
    disabledAt: new Date(),
    url: hostile,
  });
  const unwell = await endpoint({ tenant: 'unwell', failingSince: new Date() });
  await endpoint({ tenant: 'by-hand', enabled: false, disabledReason: 'by_hand', disabledAt: new Date() });
  await endpoint({ tenant: 'deleted', enabled: false, disabledReason: 'gone', deletedAt: new Date() });
  await endpoint({ tenant: 'healthy' });

  const { html } = await (await signIn(hookline)).page('/console');
  expect(html).toContain(`href="/console/endpoints/${gone}"`);
  expect(html).toContain('acme: https://evil.example/&lt;script>');
  expect(html).toContain('disabled: gone');
  expect(html).toContain(`href="/console/endpoints/${unwell}"`);
  for (const tenant of ['by-hand', 'deleted', 'healthy']) expect(html).not.toContain(`${tenant}: `);
  expect(html).toMatch(/<dt>deliveries<\/dt><dd>\d+ waiting<\/dd>/);
});

it('costs the same however much has been delivered', async () => {
  await prisma.$executeRaw`
    WITH owner AS (
      INSERT INTO endpoints (id, tenant, url, event_types, sealed_secrets)
      SELECT gen_random_uuid(), 'many', 'https://many.example', '{*}', '' FROM generate_series(1, 20000) RETURNING id)
    INSERT INTO deliveries (id, event_id, endpoint_id, type, status, due_at)
    SELECT gen_random_uuid(), gen_random_uuid(), id, 'order.paid', 'delivered', NULL FROM owner`;
  await prisma.$executeRaw`ANALYZE deliveries, endpoints`;
  const statements: Prisma.Sql[] = [];
  const $queryRaw = (query: TemplateStringsArray, ...values: unknown[]) => {
    const statement = Prisma.sql(query, ...values);
    statements.push(statement);
    return prisma.$queryRaw(statement);
  };
  const recorded = { $queryRaw } as unknown as PrismaService;
  expect(await new DeliveryQueue(recorded).depth()).toBeLessThan(100);
  await new DeliveryQueue(recorded).oldestDueSeconds();
  await new NeedyEndpoints(recorded).read();

  const plans = statements.map(async ({ text, values }) =>
    JSON.stringify(await prisma.$queryRawUnsafe(`EXPLAIN ${text}`, ...values)),
  );
  expect(plans).toHaveLength(3);
  for (const plan of await Promise.all(plans)) {
    expect(plan).toContain('Index');
    expect(plan).not.toContain('Seq Scan');
  }
});
