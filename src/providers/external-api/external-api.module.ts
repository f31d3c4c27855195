import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { ApiModule } from '../../apis/api.module.js';
import { ExternalApiAccount } from './external-api.account.js';
import { ExternalApi } from './external-api.client.js';
import { externalApiConfig } from './external-api.config.js';
import { ExternalApiWebhooks } from './external-api.webhooks.js';

const client = ApiModule.for(ExternalApi);

/** The external data-processing API: its client, connected accounts and its callbacks. */
@Module({
  imports: [ConnectionsModule, client],
  providers: [externalApiConfig.provider(), ExternalApiAccount, ExternalApiWebhooks],
  exports: [client],
})
export class ExternalApiModule {}
