import { Module } from '@nestjs/common';
import { ConnectionAuthorizations } from '../../connections/credentials/connection-authorization.js';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { OutboundModule } from '../../outbound/outbound.module.js';
import { ENVIRONMENT, type Environment } from '../../platform/config/config-section.js';
import { HubSpotClient } from './hubspot.client.js';
import { HUBSPOT_API, hubspotConfig } from './hubspot.config.js';
import { HubSpotConnect } from './hubspot.connect.js';
import { HubSpotContactMapping } from './contacts/contact-mapping.js';
import { HubSpotContactsProvider } from './hubspot.contacts.js';
import { HubSpotHealth } from './hubspot.health.js';
import { HUBSPOT_DEFAULTS, hubspotPolicy } from './hubspot.road.js';
import { HubSpotWebhooks } from './hubspot.webhooks.js';

/** HubSpot: connected accounts, contacts and webhooks. */
@Module({
  imports: [
    ConnectionsModule,
    OutboundModule.forFeature({
      provider: 'hubspot',
      baseUrl: HUBSPOT_API,
      defaults: HUBSPOT_DEFAULTS,
      policy: {
        useFactory: (environment: Environment, authorizations: ConnectionAuthorizations) =>
          hubspotPolicy(hubspotConfig.read(environment), authorizations),
        inject: [ENVIRONMENT, ConnectionAuthorizations],
      },
    }),
  ],
  providers: [
    hubspotConfig.provider(),
    HubSpotConnect,
    HubSpotContactMapping,
    HubSpotClient,
    HubSpotContactsProvider,
    HubSpotWebhooks,
    HubSpotHealth,
  ],
})
export class HubSpotModule {}
