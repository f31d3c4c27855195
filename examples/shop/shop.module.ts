import { Module } from '@nestjs/common';
import { PaymentsModule } from 'hookline';
import { OrdersController } from './orders.controller.js';
import { OrdersService } from './orders.service.js';

@Module({ imports: [PaymentsModule], controllers: [OrdersController], providers: [OrdersService] })
export class ShopModule {}
