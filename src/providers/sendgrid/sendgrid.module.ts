import { Module } from '@nestjs/common';
import { ConnectionAuthorizations } from '../../connections/credentials/connection-authorization.js';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { OutboundModule } from '../../outbound/outbound.module.js';
import { ENVIRONMENT, type Environment } from '../../platform/config/config-section.js';
import { SendGridAccount } from './sendgrid.account.js';
import { SendGridClient } from './sendgrid.client.js';
import { SENDGRID_API, sendgridConfig } from './sendgrid.config.js';
import { SendGridHealth } from './sendgrid.health.js';
import { SendGridNotifier } from './sendgrid.notifier.js';
import { sendgridPolicy } from './sendgrid.road.js';
import { SendGridSuppressions } from './sendgrid.suppressions.js';
import { SendGridWebhooks } from './sendgrid.webhooks.js';

/** SendGrid: connected accounts, e-mails and what becomes of them, and the lists of who gets none. */
@Module({
  imports: [
    ConnectionsModule,
    OutboundModule.forFeature({
      provider: 'sendgrid',
      baseUrl: SENDGRID_API,
      policy: {
        useFactory: (environment: Environment, authorizations: ConnectionAuthorizations) =>
          sendgridPolicy(sendgridConfig.read(environment), authorizations),
        inject: [ENVIRONMENT, ConnectionAuthorizations],
      },
    }),
  ],
  providers: [
    sendgridConfig.provider(),
    SendGridAccount,
    SendGridClient,
    SendGridNotifier,
    SendGridSuppressions,
    SendGridWebhooks,
    SendGridHealth,
  ],
  exports: [SendGridNotifier, SendGridSuppressions],
})
export class SendGridModule {}
