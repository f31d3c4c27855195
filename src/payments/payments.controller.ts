import { Body, Get, HttpCode, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { RequiresScope } from '../platform/api-access/api-access.guard.js';
import { Answers } from '../platform/http/answers.js';
import { ApiController } from '../platform/http/api-controller.js';
import { CallKey, Idempotent } from '../platform/idempotency/idempotent.js';
import { paymentRoutes } from './payments.answers.js';
import { pageOfPayments } from './payments.page.js';
import { presentNewPayment, presentPayment, presentRefund } from './payments.presentation.js';
import {
  cancelBody,
  captureBody,
  createPaymentBody,
  getQuery,
  listQuery,
  refundBody,
  type CancelBody,
  type CaptureBody,
  type CreatePaymentBody,
  type GetQuery,
  type ListQuery,
  type RefundBody,
} from './payments.schemas.js';
import { PaymentsService } from './payments.service.js';
import { WireFieldsInterceptor } from '../platform/http/wire-fields.interceptor.js';

/** Payments over HTTP. */
@ApiController('v1/payments')
@UseInterceptors(WireFieldsInterceptor)
export class PaymentsController {
  constructor(private readonly payments: PaymentsService) {}

  @Post()
  @Answers(paymentRoutes.create)
  @RequiresScope('payments:write')
  @Idempotent({ required: true })
  async create(
    @Body({ schema: createPaymentBody }) { account, payment }: CreatePaymentBody,
    @CallKey() idempotencyKey: string,
  ) {
    return presentNewPayment(await this.payments.createPayment(payment, { ...account, idempotencyKey }));
  }

  @Get()
  @Answers(paymentRoutes.list)
  @RequiresScope('payments:read')
  async list(@Query({ schema: listQuery }) { account, limit, cursor, customer }: ListQuery) {
    const query = { after: cursor, customerId: customer };
    const { payments, nextCursor } = await pageOfPayments(this.payments, limit, query, account);
    return { data: payments.map(presentPayment), next_cursor: nextCursor ?? null };
  }

  @Get(':id')
  @Answers(paymentRoutes.get)
  @RequiresScope('payments:read')
  async get(@Param('id') id: string, @Query({ schema: getQuery }) { account }: GetQuery) {
    return presentPayment(await this.payments.getPayment(id, account));
  }

  @Post(':id/capture')
  @Answers(paymentRoutes.capture)
  @HttpCode(200)
  @RequiresScope('payments:write')
  @Idempotent({ required: true })
  async capture(
    @Param('id') id: string,
    @Body({ schema: captureBody }) { account, ...capture }: CaptureBody,
    @CallKey() idempotencyKey: string,
  ) {
    return presentPayment(await this.payments.capturePayment(id, capture, { ...account, idempotencyKey }));
  }

  @Post(':id/cancel')
  @Answers(paymentRoutes.cancel)
  @HttpCode(200)
  @RequiresScope('payments:write')
  @Idempotent({ required: true })
  async cancel(
    @Param('id') id: string,
    @Body({ schema: cancelBody }) { account }: CancelBody,
    @CallKey() idempotencyKey: string,
  ) {
    return presentPayment(await this.payments.cancelPayment(id, { ...account, idempotencyKey }));
  }

  @Post(':id/refunds')
  @Answers(paymentRoutes.refund)
  @RequiresScope('payments:write')
  @Idempotent({ required: true })
  async refund(
    @Param('id') id: string,
    @Body({ schema: refundBody }) { account, ...refund }: RefundBody,
    @CallKey() idempotencyKey: string,
  ) {
    return presentRefund(await this.payments.refundPayment(id, refund, { ...account, idempotencyKey }));
  }
}
