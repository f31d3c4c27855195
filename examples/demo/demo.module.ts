import { Module } from '@nestjs/common';
import { CalendarsModule, ContactsModule, NotificationsModule, PaymentsModule } from 'hookline';
import { OrdersService } from './orders.service.js';
import { PaidOrders } from './paid-orders.js';
import { Story } from './story.js';

@Module({
  imports: [PaymentsModule, NotificationsModule, CalendarsModule, ContactsModule],
  providers: [OrdersService, PaidOrders, Story],
})
export class DemoModule {}
