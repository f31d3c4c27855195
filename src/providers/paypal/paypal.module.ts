import { Module } from '@nestjs/common';
import { OutboundModule } from '../../outbound/outbound.module.js';
import { ENVIRONMENT, type Environment } from '../../platform/config/config-section.js';
import { PayPalCertificates } from './paypal.certificates.js';
import { PayPalClient } from './paypal.client.js';
import { PAYPAL_API, paypalConfig } from './paypal.config.js';
import { PayPalEventLog } from './paypal.event-log.js';
import { paypalPolicy } from './paypal.road.js';
import { PayPalVerification } from './paypal.verification.js';
import { PayPalWebhooks } from './paypal.webhooks.js';

/** PayPal: webhooks. */
@Module({
  imports: [
    OutboundModule.forFeature({
      provider: 'paypal',
      baseUrl: PAYPAL_API,
      policy: {
        useFactory: (environment: Environment) => paypalPolicy(paypalConfig.read(environment)),
        inject: [ENVIRONMENT],
      },
    }),
  ],
  providers: [
    paypalConfig.provider(),
    PayPalClient,
    PayPalCertificates,
    PayPalVerification,
    PayPalWebhooks,
    PayPalEventLog,
  ],
})
export class PayPalModule {}
