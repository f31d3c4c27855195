import { Module } from '@nestjs/common';
import { ConnectionAuthorizations } from '../../connections/credentials/connection-authorization.js';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { OutboundModule } from '../../outbound/outbound.module.js';
import { ENVIRONMENT, type Environment } from '../../platform/config/config-section.js';
import { PayPalAccount } from './paypal.account.js';
import { PayPalApprovals } from './payments/approvals.js';
import { PayPalCertificates } from './webhooks/certificates.js';
import { PayPalClient } from './paypal.client.js';
import { PAYPAL_API, paypalConfig } from './paypal.config.js';
import { PayPalEventLog } from './paypal.event-log.js';
import { PayPalHealth } from './paypal.health.js';
import { PayPalOutcomes } from './paypal.outcomes.js';
import { PayPalPaymentProvider } from './paypal.payments.js';
import { paypalPolicy } from './paypal.road.js';
import { PayPalVerification } from './webhooks/verification.js';
import { PayPalWebhooks } from './paypal.webhooks.js';

/** PayPal: payments, connected accounts and webhooks. */
@Module({
  imports: [
    ConnectionsModule,
    OutboundModule.forFeature({
      provider: 'paypal',
      baseUrl: PAYPAL_API,
      policy: {
        useFactory: (environment: Environment, connections: ConnectionAuthorizations) =>
          paypalPolicy(paypalConfig.read(environment), connections),
        inject: [ENVIRONMENT, ConnectionAuthorizations],
      },
    }),
  ],
  providers: [
    paypalConfig.provider(),
    PayPalAccount,
    PayPalClient,
    PayPalCertificates,
    PayPalVerification,
    PayPalWebhooks,
    PayPalEventLog,
    PayPalHealth,
    PayPalPaymentProvider,
    PayPalOutcomes,
    PayPalApprovals,
  ],
  exports: [PayPalClient, PayPalPaymentProvider],
})
export class PayPalModule {}
