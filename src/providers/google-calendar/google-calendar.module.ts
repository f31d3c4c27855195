import { Module } from '@nestjs/common';
import { OutboundModule } from '../../outbound/outbound.module.js';
import { ENVIRONMENT, type Environment } from '../../platform/config/config-section.js';
import { GoogleCalendarChanges } from './google-calendar.changes.js';
import { googleCalendarConfig } from './google-calendar.config.js';
import { googlePolicy } from './google-calendar.road.js';
import { GoogleCalendarWebhooks } from './google-calendar.webhooks.js';

/** Google Calendar: push notifications of calendars. */
@Module({
  imports: [
    OutboundModule.forFeature({
      // All of Google's APIs are at one address, so that its variables are `GOOGLE_…`.
      provider: 'google',
      baseUrl: 'https://www.googleapis.com',
      policy: {
        useFactory: (environment: Environment) => googlePolicy(googleCalendarConfig.read(environment)),
        inject: [ENVIRONMENT],
      },
    }),
  ],
  providers: [googleCalendarConfig.provider(), GoogleCalendarChanges, GoogleCalendarWebhooks],
})
export class GoogleCalendarModule {}
