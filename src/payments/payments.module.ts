import { Module } from '@nestjs/common';
import { CheckoutsController } from './checkouts.controller.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsService } from './payments.service.js';

/** Payments with every provider that is loaded: the injectable service, and the HTTP routes that stand on it. */
@Module({
  controllers: [PaymentsController, CheckoutsController],
  providers: [PaymentsService],
  exports: [PaymentsService],
})
export class PaymentsModule {}
