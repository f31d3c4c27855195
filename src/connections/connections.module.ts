import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { OutboundServicesModule } from '../outbound/outbound-services.module.js';
import { privateNetworksConfig } from '../outbound/transport/private-networks.config.js';
import { Connecting } from './accounts/connecting.js';
import { Connections } from './accounts/connections.service.js';
import { Disconnecting } from './accounts/disconnecting.js';
import { ConnectionsController } from './api/connections.controller.js';
import { CredentialEntry } from './api/credential-entry.js';
import { ConnectionAuthorizations } from './credentials/connection-authorization.js';
import { ConnectAttempts } from './flow/connect-attempts.js';
import { ConnectFlow } from './flow/connect-flow.js';
import { ConnectPruning } from './flow/connect-pruning.js';
import { connectConfig } from './flow/connect.config.js';
import { OAuthClients } from './flow/oauth-client.js';
import { ReturnTo } from './flow/return-to.js';
import { ConnectionHealthReport } from './health/connection-health.js';
import { ConnectLinks } from './links/connect-links.js';
import { ConnectLinksController } from './links/connect-links.controller.js';
import { ConnectController } from './pages/connect.controller.js';
import { ConnectableProviders } from './providers/connectable-providers.js';
import { declaredAppsConfig } from './providers/generic/declared-apps.config.js';
import { Refreshing } from './refresh/refreshing.js';
import { ConnectionRowLock } from './accounts/connection-row-lock.js';
import { ConnectionMetrics } from './connection-metrics.js';
import { CredentialCache } from './credentials/credential-cache.js';
import { LastUses } from './credentials/last-uses.js';
import { RefusedCredentials } from './credentials/refused-credentials.js';
import { SealedCredentials } from './credentials/sealed-credentials.js';
import { ConnectionEvents } from './events/connection-events.js';
import { ConnectionHandlers } from './events/connection-handlers.js';
import { DueRefreshes } from './refresh/due-refreshes.js';
import { RefreshRecords } from './refresh/refresh-records.js';
import { TokenRenewal } from './refresh/token-renewal.js';
import { OAuthRoads } from './roads/oauth-roads.js';
import { ConnectionSubscriptions } from './subscriptions/connection-subscriptions.js';
import { SealedSubscriptionStates } from './subscriptions/sealed-subscription-states.js';
import { SubscriptionKeeper } from './subscriptions/subscription-keeper.js';
import { SubscriptionKinds } from './subscriptions/subscription-kinds.js';
import { SubscriptionRecords } from './subscriptions/subscription-records.js';
import { SubscriptionUpkeep } from './subscriptions/subscription-upkeep.js';
import { SealedConnections } from './credentials/sealed-connections.js';

/** Connected accounts: how they are connected, and their tokens. Global, since every provider's road takes credentials of it. */
@Global()
@Module({
  imports: [DiscoveryModule, OutboundServicesModule],
  controllers: [ConnectController, ConnectLinksController, ConnectionsController],
  providers: [
    privateNetworksConfig.provider(),
    connectConfig.provider(),
    declaredAppsConfig.provider(),
    OAuthRoads,
    ConnectableProviders,
    Connections,
    Connecting,
    Disconnecting,
    ConnectionAuthorizations,
    Refreshing,
    SealedCredentials,
    CredentialCache,
    LastUses,
    RefusedCredentials,
    ConnectionRowLock,
    ConnectionMetrics,
    ConnectionHandlers,
    ConnectionEvents,
    RefreshRecords,
    TokenRenewal,
    DueRefreshes,
    OAuthClients,
    ReturnTo,
    ConnectAttempts,
    ConnectLinks,
    ConnectPruning,
    ConnectFlow,
    ConnectionHealthReport,
    CredentialEntry,
    ConnectionSubscriptions,
    SubscriptionKinds,
    SubscriptionRecords,
    SubscriptionUpkeep,
    SubscriptionKeeper,
    SealedSubscriptionStates,
    SealedConnections,
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
    CredentialEntry,
    ConnectLinks,
    ConnectionSubscriptions,
  ],
})
export class ConnectionsModule {}
