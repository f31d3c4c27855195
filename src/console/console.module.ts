import { Module } from '@nestjs/common';
import { ErrorsPageController } from './errors-page.controller.js';
import { ApiNoticesRoomModule } from './rooms/api-notices/api-notices-room.module.js';
import { ConnectionsRoomModule } from './rooms/connections/connections-room.module.js';
import { DeliveriesRoomModule } from './rooms/deliveries/deliveries-room.module.js';
import { EndpointsRoomModule } from './rooms/endpoints/endpoints-room.module.js';
import { EventTypesRoomModule } from './rooms/event-types/event-types-room.module.js';
import { ProvidersRoomModule } from './rooms/providers/providers-room.module.js';
import { AdminsModule } from '../platform/admins/admins.module.js';
import { AdminsRoom } from './admins/admins.room.js';
import { NotFoundRoom } from './frame/not-found.room.js';
import { ApiKeysRoom } from './rooms/api-keys/api-keys.room.js';
import { AuditLogRoom } from './rooms/audit-log/audit-log.room.js';
import { SignInModule } from './sign-in/sign-in.module.js';
import { ConsoleFrameModule } from './frame/console-frame.module.js';
import { NotificationsRoomModule } from './rooms/notifications/notifications-room.module.js';
import { ConsolePortalModule } from './portal/console-portal.module.js';
import { OverviewRoomModule } from './rooms/overview/overview-room.module.js';
import { RequestsRoomModule } from './rooms/requests/requests-room.module.js';
import { TimelineRoomModule } from './rooms/timeline/timeline-room.module.js';
import { TryItRoomModule } from './rooms/try-it/try-it-room.module.js';
import { WebhookEventsRoomModule } from './rooms/webhook-events/webhook-events-room.module.js';

/** The pages that people look at. */
@Module({
  imports: [
    AdminsModule,
    SignInModule,
    ConnectionsRoomModule,
    ProvidersRoomModule,
    ConsoleFrameModule,
    OverviewRoomModule,
    WebhookEventsRoomModule,
    RequestsRoomModule,
    ApiNoticesRoomModule,
    NotificationsRoomModule,
    EndpointsRoomModule,
    DeliveriesRoomModule,
    EventTypesRoomModule,
    TimelineRoomModule,
    TryItRoomModule,
    ConsolePortalModule,
  ],
  controllers: [ErrorsPageController, AdminsRoom, ApiKeysRoom, AuditLogRoom, NotFoundRoom],
})
export class ConsoleModule {}
