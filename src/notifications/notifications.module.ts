import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { Acceptance } from './accepting/acceptance.js';
import { NotificationsController } from './api/notifications.controller.js';
import { NotificationMetrics } from './notification-metrics.js';
import { notificationsConfig } from './notifications.config.js';
import { NotificationsService } from './notifications.service.js';
import { NotificationRecords } from './records/notification-records.js';
import { DeliveryReportsHandler } from './reports/delivery-reports.js';
import { Attempts } from './sending/attempts.js';
import { Delivery, NOTIFICATION_PATIENCE } from './sending/delivery.js';
import { PATIENCE } from './sending/patience.js';
import { NotificationWorker } from './sending/notification-worker.js';
import { SendingAgain } from './sending/sending-again.js';
import { SendingNow } from './sending/sending-now.js';
import { Suppressions } from './suppressions/suppressions.js';
import { SuppressionsController } from './suppressions/suppressions.controller.js';
import { Templates } from './templates/templates.js';
import { TemplatesController } from './templates/templates.controller.js';

/** Messages to people by every provider that is loaded: the injectable service, and the HTTP routes that stand on it. */
@Module({
  imports: [ConnectionsModule, WebhooksModule],
  controllers: [NotificationsController, TemplatesController, SuppressionsController],
  providers: [
    notificationsConfig.provider(),
    { provide: NOTIFICATION_PATIENCE, useValue: PATIENCE },
    NotificationRecords,
    NotificationMetrics,
    Suppressions,
    Templates,
    Attempts,
    Acceptance,
    Delivery,
    SendingAgain,
    SendingNow,
    NotificationWorker,
    DeliveryReportsHandler,
    NotificationsService,
  ],
  exports: [NotificationsService, NotificationRecords, Suppressions, Templates],
})
export class NotificationsModule {}
