import { afterAll, beforeAll, expect, it } from 'vitest';
import { money } from '../../src/contracts/money.js';
import { StripePaymentProvider } from '../../src/providers/stripe/stripe.payments.js';
import { startStripeSandbox, type StripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.js';
import { eventually } from '../support/eventually.js';
import { request, startTestHookline, type TestHookline } from '../support/hookline.js';
import { RedisServer, describeWithRedis } from '../support/redis-server.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';

/** FAULTS I7: Redis is losable at any moment, without losing anything but speed. */
describeWithRedis('Without its Redis', () => {
  let redis: RedisServer;
  let stripe: StripeSandbox;
  let hookline: TestHookline;

  beforeAll(async () => {
    [redis, stripe] = await Promise.all([RedisServer.start(), startStripeSandbox({ port: 0 })]);
    hookline = await startTestHookline({
      environment: {
        REDIS_URL: redis.url,
        STRIPE_SECRET_KEY: stripe.secretKey,
        STRIPE_API_BASE_URL: stripe.url,
      },
    });
    await eventually('Redis is connected', async () => (await redisUp()) === 1 || undefined);
  });
  afterAll(async () => {
    await hookline?.close();
    await stripe?.close();
    redis?.thaw();
    await redis?.kill();
  });

  /** The metric `redis_up`. */
  async function redisUp(): Promise<number> {
    const { body } = await request(`${hookline.url}/metrics`, 'GET');
    return Number(/^redis_up (\d)$/m.exec(body)?.[1]);
  }

  /** Webhooks in and payments out; how long the slowest of them took, in ms. */
  async function work(): Promise<number> {
    const payments = hookline.app.get(StripePaymentProvider, { strict: false });
    const took = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const startedAtMs = performance.now();
        const [delivered] = await Promise.all([
          deliver(hookline.url, stripeEvent()),
          payments.createPayment(money(1000, 'EUR')),
        ]);
        expect(delivered.status).toBe(200);
        return performance.now() - startedAtMs;
      }),
    );
    return Math.max(...took);
  }

  it.each<[string, () => Promise<void>]>([
    ['killed', () => redis.kill()],
    ['frozen', async () => redis.freeze()],
  ])(
    '%s, Hookline goes on as before, says so, and takes it back',
    async (_how, takeAway) => {
      await work();
      await takeAway();
      expect(await work()).toBeLessThan(3_000);
      await eventually('the metric shows it', async () => (await redisUp()) === 0 || undefined, 15_000);
      expect(await work()).toBeLessThan(3_000);

      const ready = await request(`${hookline.url}/health/ready`, 'GET');
      expect(ready.status).toBe(200);
      const { body } = await request(`${hookline.url}/health`, 'GET');
      expect(body).toMatchObject({ details: { redis: { status: 'degraded' } } });

      redis.thaw();
      await redis.kill();
      await redis.start();
      await eventually('Redis is back', async () => (await redisUp()) === 1 || undefined, 15_000);
      await work();
    },
    180_000,
  );
});
