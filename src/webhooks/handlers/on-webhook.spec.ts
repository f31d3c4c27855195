import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import '../../providers/stripe/stripe.webhooks.js';
import { OnWebhook, webhookSubscriptions, type WebhookContext } from './on-webhook.js';

describe('@OnWebhook', () => {
  it('marks a method, as often as it stands on it, and leaves others alone', () => {
    class Handlers {
      @OnWebhook('stripe', 'charge.refunded')
      @OnWebhook('stripe', 'refund.updated')
      refunds(_context: WebhookContext<'stripe', 'charge.refunded' | 'refund.updated'>): void {}

      other(): void {}
    }
    expect(webhookSubscriptions(Handlers.prototype.refunds)).toEqual([
      { provider: 'stripe', type: 'refund.updated' },
      { provider: 'stripe', type: 'charge.refunded' },
    ]);
    expect(webhookSubscriptions(Handlers.prototype.other)).toEqual([]);
  });

  // `npm run types` proves these: a line that compiled after all would be an error there.
  it('does not compile with another provider, another event, or the payload of another event', () => {
    class Wrong {
      // @ts-expect-error -- there is no such provider
      @OnWebhook('strip', 'charge.refunded')
      provider(): void {}

      // @ts-expect-error -- Stripe sends no such event
      @OnWebhook('stripe', 'payment_intent.succeded')
      type(): void {}

      // @ts-expect-error -- this handler waits for another event's payload
      @OnWebhook('stripe', 'payment_intent.succeeded')
      payload(_context: WebhookContext<'stripe', 'invoice.paid'>): void {}

      @OnWebhook('stripe', 'payment_intent.succeeded')
      right({ event }: WebhookContext<'stripe', 'payment_intent.succeeded'>): number {
        return event.payload.data.object.amount_received;
      }
    }
    expect(webhookSubscriptions(Wrong.prototype.right)).toHaveLength(1);
  });
});
