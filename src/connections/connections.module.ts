import { Global, Module } from '@nestjs/common';
import { OutboundServicesModule } from '../outbound/outbound-services.module.js';
import { privateNetworksConfig } from '../outbound/transport/private-networks.config.js';
import { Connecting } from './accounts/connecting.js';
import { Connections } from './accounts/connections.service.js';
import { Disconnecting } from './accounts/disconnecting.js';
import { ConnectionAuthorizations } from './credentials/connection-authorization.js';
import { ConnectFlow } from './flow/connect-flow.js';
import { ConnectionHealthReport } from './health/connection-health.js';
import { ConnectableProviders } from './providers/connectable-providers.js';
import { Refreshing } from './refresh/refreshing.js';
import { OAuthRoads } from './roads/oauth-roads.js';
import { ConnectionSubscriptions } from './subscriptions/connection-subscriptions.js';

/** Connected accounts: how they are connected, and their tokens. Global, since every provider's road takes credentials of it. */
@Global()
@Module({
  imports: [OutboundServicesModule],
  controllers: [],
  providers: [
    privateNetworksConfig.provider(),
    OAuthRoads,
    ConnectableProviders,
    Connections,
    Connecting,
    Disconnecting,
    ConnectionAuthorizations,
    Refreshing,
    ConnectFlow,
    ConnectionHealthReport,
    ConnectionSubscriptions,
  ],
  exports: [
    OAuthRoads,
    ConnectableProviders,
    Connections,
    Connecting,
    Disconnecting,
    ConnectionAuthorizations,
    Refreshing,
    ConnectFlow,
    ConnectionHealthReport,
    ConnectionSubscriptions,
  ],
})
export class ConnectionsModule {}
