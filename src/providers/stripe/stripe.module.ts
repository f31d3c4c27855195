import { Module } from '@nestjs/common';
import { OutboundModule } from '../../outbound/outbound.module.js';
import { StripeClient } from './stripe.client.js';
import { stripeConfig } from './stripe.config.js';
import { StripeCustomers } from './stripe.customers.js';
import { StripeHealth } from './stripe.health.js';
import { StripePaymentProvider } from './stripe.payments.js';
import { stripeRoad } from './stripe.road.js';
import { StripeWebhooks } from './stripe.webhooks.js';

/** Stripe: payments and webhooks. */
@Module({
  imports: [OutboundModule.forFeature({ provider: 'stripe', config: stripeConfig, policy: stripeRoad })],
  providers: [
    stripeConfig.provider(),
    StripeClient,
    StripeCustomers,
    StripePaymentProvider,
    StripeWebhooks,
    StripeHealth,
  ],
  exports: [StripeClient, StripePaymentProvider],
})
export class StripeModule {}
