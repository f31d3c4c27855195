import { Module, type DynamicModule } from '@nestjs/common';
import { ConnectionsModule } from './connections/connections.module.js';
import { ConsoleModule } from './console/console.module.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { HealthModule } from './health/health.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { OpenApiModule } from './openapi/openapi.module.js';
import { OutboundServicesModule } from './outbound/outbound-services.module.js';
import { CalendarsModule } from './calendars/calendars.module.js';
import { ContactsModule } from './contacts/contacts.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import type { Environment } from './platform/config/config-section.js';
import { PlatformModule, type EnvironmentFactory } from './platform/platform.module.js';
import { ExternalModule } from './external/external.module.js';
import { ExternalApiModule } from './providers/external-api/external-api.module.js';
import { GoogleCalendarModule } from './providers/google-calendar/google-calendar.module.js';
import { HubSpotModule } from './providers/hubspot/hubspot.module.js';
import { PayPalModule } from './providers/paypal/paypal.module.js';
import { SalesforceModule } from './providers/salesforce/salesforce.module.js';
import { SendGridModule } from './providers/sendgrid/sendgrid.module.js';
import { SlackModule } from './providers/slack/slack.module.js';
import { StripeModule } from './providers/stripe/stripe.module.js';
import { TimelineModule } from './timeline/timeline.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** The whole house. A new provider is a folder below `providers/` and its line here. */
@Module({})
export class HooklineModule {
  /**
   * @param environment the variables that Hookline runs on, as `.env.example` lists them
   * @default process.env
   */
  static forRoot(environment: Environment = process.env): DynamicModule {
    return HooklineModule.forRootAsync({ useFactory: () => environment });
  }

  /** As {@link forRoot}, with variables that come from elsewhere, such as the product's ConfigService. */
  static forRootAsync(environment: EnvironmentFactory): DynamicModule {
    return {
      module: HooklineModule,
      imports: [
        PlatformModule.forRootAsync(environment),
        OutboundServicesModule,
        ConnectionsModule,
        StripeModule,
        PayPalModule,
        SlackModule,
        SendGridModule,
        GoogleCalendarModule,
        HubSpotModule,
        SalesforceModule,
        ExternalApiModule,
        WebhooksModule,
        DeliveriesModule,
        PaymentsModule,
        NotificationsModule,
        CalendarsModule,
        ContactsModule,
        ExternalModule,
        TimelineModule,
        HealthModule,
        OpenApiModule,
        ConsoleModule,
      ],
      exports: [
        PaymentsModule,
        NotificationsModule,
        CalendarsModule,
        ContactsModule,
        ExternalModule,
        ConnectionsModule,
        WebhooksModule,
        DeliveriesModule,
        OutboundServicesModule,
      ],
    };
  }
}
