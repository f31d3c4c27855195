import { Module } from '@nestjs/common';
import { ConnectionAuthorizations } from '../../connections/credentials/connection-authorization.js';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { OutboundModule } from '../../outbound/outbound.module.js';
import { ENVIRONMENT, type Environment } from '../../platform/config/config-section.js';
import { SalesforceClient } from './salesforce.client.js';
import { SALESFORCE_LOGIN, salesforceConfig } from './salesforce.config.js';
import { SalesforceConnect } from './salesforce.connect.js';
import { SalesforceContactWriter } from './contacts/contact-writer.js';
import { SalesforceContactsProvider } from './salesforce.contacts.js';
import { SalesforceHealth } from './salesforce.health.js';
import { SalesforceRecords } from './webhooks/records.js';
import { salesforcePolicy } from './salesforce.road.js';
import { SalesforceWebhooks } from './salesforce.webhooks.js';

/** Salesforce: connected organisations, contacts and outbound messages. */
@Module({
  imports: [
    ConnectionsModule,
    OutboundModule.forFeature({
      provider: 'salesforce',
      // For people to log in. Data is at an organisation's own address, and nothing is called without one.
      baseUrl: SALESFORCE_LOGIN,
      policy: {
        useFactory: (environment: Environment, connections: ConnectionAuthorizations) =>
          salesforcePolicy(salesforceConfig.read(environment), connections),
        inject: [ENVIRONMENT, ConnectionAuthorizations],
      },
    }),
  ],
  providers: [
    salesforceConfig.provider(),
    SalesforceConnect,
    SalesforceClient,
    SalesforceContactWriter,
    SalesforceContactsProvider,
    SalesforceRecords,
    SalesforceWebhooks,
    SalesforceHealth,
  ],
})
export class SalesforceModule {}
