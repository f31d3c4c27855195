import { Module } from '@nestjs/common';
import { CalendarsModule } from '../../../calendars/calendars.module.js';
import { ContactsModule } from '../../../contacts/contacts.module.js';
import { ExternalModule } from '../../../external/external.module.js';
import { NotificationsModule } from '../../../notifications/notifications.module.js';
import { PaymentsModule } from '../../../payments/payments.module.js';
import { ProvidersRoomModule } from '../providers/providers-room.module.js';
import { Trials } from './trials.js';
import { TryItRoom } from './try-it.room.js';

/** `/console/providers/:provider/try`. */
@Module({
  imports: [
    ProvidersRoomModule,
    PaymentsModule,
    NotificationsModule,
    CalendarsModule,
    ContactsModule,
    ExternalModule,
  ],
  controllers: [TryItRoom],
  providers: [Trials],
})
export class TryItRoomModule {}
