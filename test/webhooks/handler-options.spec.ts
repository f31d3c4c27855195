import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/handlers/on-webhook.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';
import { settledEvent } from '../support/webhook-runs.js';

/** What a handler may ask for beside its events: attempts of its own, and time of its own. */

@Injectable()
class Impatient {
  runs = 0;
  aborted = 0;

  @OnWebhook('stripe', 'payout.paid', { retryDelaysMs: [] })
  once(): void {
    throw new Error('there is no second attempt');
  }

  @OnWebhook('stripe', 'payout.failed', { timeoutMs: 200, retryDelaysMs: [50] })
  async hang({ signal }: WebhookContext<'stripe', 'payout.failed'>): Promise<void> {
    this.runs += 1;
    signal.addEventListener('abort', () => (this.aborted += 1));
    await new Promise(() => undefined);
  }
}

@Module({ providers: [Impatient] })
class ImpatientModule {}

const idOf = (body: string) => (JSON.parse(body) as { id: string }).id;

describe('A handler with options of its own', () => {
  let hookline: TestHookline;
  let database: Client;

  beforeAll(async () => {
    hookline = await startTestHookline({ imports: [ImpatientModule] });
    database = new Client({ connectionString: hookline.databaseUrl });
    await database.connect();
  });
  afterAll(async () => {
    await database?.end();
    await hookline?.close();
  });

  it('is tried as often as its retryDelaysMs say', async () => {
    const body = stripeEvent('payout.paid');
    await deliver(hookline.url, body);
    const { handlers } = await settledEvent(hookline, database, idOf(body), 'dead');
    expect(handlers).toMatchObject([{ handler: 'Impatient.once', attempts: 1, next_attempt_at: null }]);
  });

  it('is given timeoutMs, told by its signal, and then counted as failed', async () => {
    const body = stripeEvent('payout.failed');
    await deliver(hookline.url, body);
    const { handlers } = await settledEvent(hookline, database, idOf(body), 'dead');
    expect(handlers).toMatchObject([{ handler: 'Impatient.hang', attempts: 2 }]);
    expect(handlers[0]?.last_error).toContain('timeout');
    const { runs, aborted } = hookline.app.get(Impatient, { strict: false });
    expect([runs, aborted]).toEqual([2, 2]);
  });
});

describe('Options that cannot be meant', () => {
  const key = () => 'key';
  /** As a product without a type checker may write them, and what they are answered with. */
  const wrong: [method: string, options: object, sentence: string][] = [
    ['twoWays', { orderBy: key, newestBy: key }, 'takes one of orderBy, newestBy and batch, not several'],
    ['batchInOrder', { batch: 10, orderBy: key }, 'takes one of orderBy, newestBy and batch, not several'],
    ['batchOfOne', { batch: 1 }, 'needs a batch of 2 to 1,000 events'],
    ['batchOfMany', { batch: 1_001 }, 'needs a batch of 2 to 1,000 events'],
    ['noTime', { timeoutMs: 0 }, 'needs a timeoutMs of 1 to 600,000'],
    ['endlessTime', { timeoutMs: 600_001 }, 'needs a timeoutMs of 1 to 600,000'],
    ['halfTime', { timeoutMs: 0.5 }, 'needs a timeoutMs of 1 to 600,000'],
    ['earlier', { retryDelaysMs: [-1] }, 'needs retryDelaysMs of 0 ms to 30 days each'],
    ['never', { retryDelaysMs: [Number.NaN] }, 'needs retryDelaysMs of 0 ms to 30 days each'],
  ];

  it('stop the start with a sentence for each', async () => {
    class Wrong {}
    for (const [method, options] of wrong) {
      const descriptor = { value: () => undefined, configurable: true };
      OnWebhook('stripe', 'payout.paid', options)(Wrong.prototype, method, descriptor);
      Object.defineProperty(Wrong.prototype, method, descriptor);
    }
    @Module({ providers: [Wrong] })
    class WrongModule {}
    const sentences = wrong.map(
      ([method, , sentence]) => `Wrong.${method}, which handles payout.paid of stripe, ${sentence}.`,
    );
    await expect(startTestHookline({ imports: [WrongModule] })).rejects.toMatchObject({
      problems: sentences,
    });
  });
});
