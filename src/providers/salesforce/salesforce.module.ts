import { Module } from '@nestjs/common';
import { OutboundModule } from '../../outbound/outbound.module.js';
import { ENVIRONMENT, type Environment } from '../../platform/config/config-section.js';
import { salesforceConfig } from './salesforce.config.js';
import { SalesforceRecords } from './salesforce.records.js';
import { salesforcePolicy } from './salesforce.road.js';
import { SalesforceWebhooks } from './salesforce.webhooks.js';

/** Salesforce: outbound messages. */
@Module({
  imports: [
    OutboundModule.forFeature({
      provider: 'salesforce',
      // For people to log in. Data is at an organisation's own address, and nothing is called without one.
      baseUrl: 'https://login.salesforce.com',
      policy: {
        useFactory: (environment: Environment) => salesforcePolicy(salesforceConfig.read(environment)),
        inject: [ENVIRONMENT],
      },
    }),
  ],
  providers: [salesforceConfig.provider(), SalesforceRecords, SalesforceWebhooks],
})
export class SalesforceModule {}
