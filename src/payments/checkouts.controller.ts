import { Body, Post, UseInterceptors } from '@nestjs/common';
import { RequiresScope } from '../platform/api-access/api-access.guard.js';
import { Answers } from '../platform/http/answers.js';
import { ApiController } from '../platform/http/api-controller.js';
import { CallKey, Idempotent } from '../platform/idempotency/idempotent.js';
import { paymentRoutes } from './payments.answers.js';
import { presentCheckout } from './payments.presentation.js';
import { createCheckoutBody, type CreateCheckoutBody } from './payments.schemas.js';
import { PaymentsService } from './payments.service.js';
import { WireFieldsInterceptor } from '../platform/http/wire-fields.interceptor.js';

/** Pages at the provider where customers pay, over HTTP. */
@ApiController('v1/checkouts')
@UseInterceptors(WireFieldsInterceptor)
export class CheckoutsController {
  constructor(private readonly payments: PaymentsService) {}

  @Post()
  @Answers(paymentRoutes.createCheckout)
  @RequiresScope('payments:write')
  @Idempotent({ required: true })
  async create(
    @Body({ schema: createCheckoutBody }) { account, checkout }: CreateCheckoutBody,
    @CallKey() idempotencyKey: string,
  ) {
    return presentCheckout(await this.payments.createCheckout(checkout, { ...account, idempotencyKey }));
  }
}
