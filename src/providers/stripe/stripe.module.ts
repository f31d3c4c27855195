import { Module } from '@nestjs/common';
import { OutboundModule } from '../../outbound/outbound.module.js';
import { StripeClient } from './stripe.client.js';
import { stripeConfig } from './stripe.config.js';
import { StripeCustomers } from './stripe.customers.js';
import { StripeEventLog } from './stripe.event-log.js';
import { StripeHealth } from './stripe.health.js';
import { DEFAULT_LATE_REQUEST_MS, LATE_REQUEST_MS, StripeOutcomes } from './stripe.outcomes.js';
import { StripePaymentProvider } from './stripe.payments.js';
import { STRIPE_DEFAULTS, stripePolicy } from './stripe.road.js';
import { StripeThinEvents } from './stripe.thin-events.js';
import { StripeWebhooks } from './stripe.webhooks.js';

/** Stripe: payments and webhooks. */
@Module({
  imports: [
    OutboundModule.forFeature({
      provider: 'stripe',
      baseUrl: 'https://api.stripe.com',
      policy: stripePolicy,
      defaults: STRIPE_DEFAULTS,
    }),
  ],
  providers: [
    stripeConfig.provider(),
    StripeClient,
    StripeCustomers,
    StripePaymentProvider,
    StripeThinEvents,
    StripeWebhooks,
    StripeEventLog,
    StripeHealth,
    StripeOutcomes,
    { provide: LATE_REQUEST_MS, useValue: DEFAULT_LATE_REQUEST_MS },
  ],
  exports: [StripeClient, StripePaymentProvider],
})
export class StripeModule {}
