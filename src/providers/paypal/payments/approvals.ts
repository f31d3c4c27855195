import { Inject, Injectable } from '@nestjs/common';
import { ConflictError, NotFoundError, PaymentDeclinedError } from '../../../contracts/errors.js';
import { LOGGER, type Logger } from '../../../platform/logging/logger.js';
import { OnWebhook, type WebhookContext } from '../../../webhooks/handlers/on-webhook.js';
import { isOurs } from './order-request.js';
import { PayPalPaymentProvider } from '../paypal.payments.js';

/** Takes or authorises what customers have approved at PayPal, which PayPal leaves to its callers. */
@Injectable()
export class PayPalApprovals {
  constructor(
    private readonly payments: PayPalPaymentProvider,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Leaves orders alone that Hookline has not made: somebody else's code will take those. */
  @OnWebhook('paypal', 'CHECKOUT.ORDER.APPROVED', { optional: true })
  async complete({
    event: { payload, connectionId },
    signal,
  }: WebhookContext<'paypal', 'CHECKOUT.ORDER.APPROVED'>): Promise<void> {
    const { id, purchase_units: [unit] = [] } = payload.resource;
    if (!isOurs(unit?.reference_id)) return;
    try {
      await this.payments.completePayment(id, { signal, ...(connectionId && { connectionId }) });
    } catch (error) {
      if (!isFinal(error)) throw error;
      this.logger.warn(
        { event: 'paypal_approval_not_taken', payment_id: id, connection_id: connectionId, err: error },
        'A payment that was approved at PayPal could not be taken',
      );
    }
  }
}

/** Trying again would not help: the customer has to choose another way to pay, or the order has ended. */
function isFinal(error: unknown): boolean {
  return (
    error instanceof PaymentDeclinedError || error instanceof ConflictError || error instanceof NotFoundError
  );
}
