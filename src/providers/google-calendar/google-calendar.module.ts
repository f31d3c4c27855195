import { Module } from '@nestjs/common';
import { ConnectionAuthorizations } from '../../connections/credentials/connection-authorization.js';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { OutboundModule } from '../../outbound/outbound.module.js';
import { ENVIRONMENT, type Environment } from '../../platform/config/config-section.js';
import { WebhooksModule } from '../../webhooks/webhooks.module.js';
import { GoogleCalendarProvider } from './google-calendar.calendar.js';
import { GoogleCalendarChanges } from './webhooks/changes.js';
import { GoogleChannelTokens } from './webhooks/channel-tokens.js';
import { GoogleCalendarChannels } from './webhooks/channels.js';
import { GoogleCalendarClient } from './google-calendar.client.js';
import { GOOGLE_API, googleCalendarConfig } from './google-calendar.config.js';
import { GoogleCalendarConnect } from './google-calendar.connect.js';
import { GoogleCalendarHealth } from './google-calendar.health.js';
import { GoogleCalendarOutcomes } from './google-calendar.outcomes.js';
import { googleCalendarPolicy } from './google-calendar.road.js';
import { GoogleCalendarServiceAccount } from './google-calendar.service-account.js';
import { GoogleCalendarWatchWishes } from './webhooks/watch-wish.js';
import { GoogleCalendarWatching } from './webhooks/watching.js';
import { GoogleCalendarWebhooks } from './google-calendar.webhooks.js';

/** Google Calendar: events of calendars, connected accounts, and push notifications. */
@Module({
  imports: [
    ConnectionsModule,
    WebhooksModule,
    OutboundModule.forFeature({
      provider: 'google-calendar',
      // All of Google's APIs are at one address.
      variables: 'GOOGLE',
      baseUrl: GOOGLE_API,
      policy: {
        useFactory: (environment: Environment, connections: ConnectionAuthorizations) =>
          googleCalendarPolicy(googleCalendarConfig.read(environment), connections),
        inject: [ENVIRONMENT, ConnectionAuthorizations],
      },
    }),
  ],
  providers: [
    googleCalendarConfig.provider(),
    GoogleCalendarConnect,
    GoogleCalendarServiceAccount,
    GoogleCalendarClient,
    GoogleCalendarProvider,
    GoogleCalendarChanges,
    GoogleCalendarWebhooks,
    GoogleChannelTokens,
    GoogleCalendarWatching,
    GoogleCalendarWatchWishes,
    GoogleCalendarChannels,
    GoogleCalendarOutcomes,
    GoogleCalendarHealth,
  ],
  exports: [GoogleCalendarProvider],
})
export class GoogleCalendarModule {}
