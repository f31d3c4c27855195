import { Module } from '@nestjs/common';
import { Connections } from '../../connections/accounts/connections.service.js';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { OutboundModule } from '../../outbound/outbound.module.js';
import { StripeAccountHeader } from './stripe.account-header.js';
import { StripeClient } from './stripe.client.js';
import { STRIPE_API, stripeConfig } from './stripe.config.js';
import { StripeConnect } from './stripe.connect.js';
import { StripeCustomers } from './payments/customers.js';
import { StripeEventLog } from './stripe.event-log.js';
import { StripeHealth } from './stripe.health.js';
import { DEFAULT_LATE_REQUEST_MS, LATE_REQUEST_MS, StripeOutcomes } from './stripe.outcomes.js';
import { StripePaymentProvider } from './stripe.payments.js';
import { STRIPE_DEFAULTS, stripePolicy } from './stripe.road.js';
import { StripeThinEvents } from './webhooks/thin-events.js';
import { StripeWebhooks } from './stripe.webhooks.js';

/** Stripe: payments, connected accounts and webhooks. */
@Module({
  imports: [
    ConnectionsModule,
    OutboundModule.forFeature({
      provider: 'stripe',
      baseUrl: STRIPE_API,
      policy: {
        useFactory: (connections: Connections) => ({
          ...stripePolicy,
          authorization: new StripeAccountHeader(connections),
        }),
        inject: [Connections],
      },
      defaults: STRIPE_DEFAULTS,
    }),
  ],
  providers: [
    stripeConfig.provider(),
    StripeConnect,
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
