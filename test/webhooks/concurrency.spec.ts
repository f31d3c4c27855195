import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { OnWebhook } from '../../src/webhooks/handlers/on-webhook.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';

/** `WORKER_CONCURRENCY`: how many handlers run at once in one process. */

const CONCURRENCY = 10;

@Injectable()
class Slow {
  readonly gate = Promise.withResolvers<void>();
  begun = 0;
  ended = 0;

  @OnWebhook('stripe', 'charge.updated')
  async wait(): Promise<void> {
    this.begun += 1;
    await this.gate.promise;
    this.ended += 1;
  }
}

@Module({ providers: [Slow] })
class SlowModule {}

let hookline: TestHookline;
let slow: Slow;

beforeAll(async () => {
  hookline = await startTestHookline({
    imports: [SlowModule],
    environment: { WORKER_CONCURRENCY: String(CONCURRENCY) },
  });
  slow = hookline.app.get(Slow, { strict: false });
});
afterAll(async () => {
  slow?.gate.resolve();
  await hookline?.close();
});

it('is reached by events that come one by one, each of whose handlers is slow, and not passed', async () => {
  const count = CONCURRENCY + 3;
  for (let sent = 0; sent < count; sent += 1) {
    expect((await deliver(hookline.url, stripeEvent('charge.updated'))).status).toBe(200);
    const atOnce = Math.min(sent + 1, CONCURRENCY);
    await eventually(`${atOnce} run at once`, () => slow.begun === atOnce || undefined);
  }
  await sleep(300); // as long as it would take to begin one too many
  expect(slow.begun).toBe(CONCURRENCY);
  slow.gate.resolve();
  await eventually('all have run', () => slow.ended === count || undefined);
});
