import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeContract } from '../../../test/support/contracts.js';
import { IntegrationError, PaymentDeclinedError, ValidationError } from '../../contracts/errors.js';
import { refusalOf } from './paypal.errors.js';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

/** The error of an answer with one issue. */
const refusal = (status: number, issue: string, about: { operation?: string; field?: string } = {}) =>
  refusalOf(
    answer(status, {
      name: 'UNPROCESSABLE_ENTITY',
      message: 'No.',
      debug_id: '90957fca61718',
      details: [{ issue, description: 'Not like this.', ...(about.field && { field: about.field }) }],
    }),
    { provider: 'paypal', operation: about.operation ?? 'payments.create', attempts: 1 },
  );

describe('what a refusal of PayPal’s becomes', () => {
  it.each<[string, number, string, string?]>([
    ['PaymentDeclinedError', 422, 'INSTRUMENT_DECLINED'],
    ['PaymentDeclinedError', 422, 'PAYER_ACTION_REQUIRED'],
    ['PaymentDeclinedError', 422, 'TRANSACTION_REFUSED'],
    ['UnprocessableError', 422, 'TRANSACTION_REFUSED', 'payments.refund'],
    ['ConflictError', 422, 'ORDER_ALREADY_CAPTURED'],
    ['ConflictError', 422, 'AUTHORIZATION_VOIDED'],
    ['ConflictError', 422, 'CAPTURE_FULLY_REFUNDED', 'payments.refund'],
    ['ConflictError', 422, 'DUPLICATE_INVOICE_ID'],
    ['ConflictError', 409, 'PREVIOUS_REQUEST_IN_PROGRESS'],
    ['UnprocessableError', 422, 'REFUND_AMOUNT_EXCEEDED', 'payments.refund'],
    ['UnprocessableError', 422, 'SOMETHING_NEW'],
    ['NotFoundError', 404, 'INVALID_RESOURCE_ID', 'payments.get'],
    ['ValidationError', 404, 'INVALID_RESOURCE_ID', 'payments.create'],
    ['PermissionError', 403, 'PERMISSION_DENIED'],
    ['PermissionError', 422, 'PAYEE_ACCOUNT_RESTRICTED'],
    ['IdempotencyConflictError', 422, 'DUPLICATE_REQUEST_ID'],
    ['ValidationError', 400, 'MISSING_REQUIRED_PARAMETER'],
    ['RateLimitError', 429, 'RATE_LIMIT_REACHED'],
    ['ProviderUnavailableError', 503, 'INTERNAL_SERVICE_ERROR'],
    ['ProviderError', 418, 'TEAPOT'],
  ])('%s from %i %s %s', (name, status, issue, operation = 'payments.create') => {
    expect(refusal(status, issue, { operation })).toMatchObject({
      name,
      status,
      operation,
      requestId: '90957fca61718',
    });
  });

  it('says why it was declined, in PayPal’s word', () => {
    const error = refusal(422, 'INSTRUMENT_DECLINED');
    expect(error).toBeInstanceOf(PaymentDeclinedError);
    expect(error).toMatchObject({ declineCode: 'INSTRUMENT_DECLINED' });
    expect(error?.message).toBe('PayPal refused payments.create: INSTRUMENT_DECLINED (Not like this).');
  });

  it.each([
    ['/purchase_units/0/amount/value', 'payments.create', 'amount'],
    ["/purchase_units/@reference_id=='default'/amount/value", 'payments.create', 'amount'],
    ['/amount/currency_code', 'payments.refund', 'currency'],
    ['/purchase_units/0/custom_id', 'payments.create', 'metadata'],
    ['/purchase_units/0/soft_descriptor', 'payments.create', 'statementDescriptor'],
    ['/purchase_units/0/description', 'payments.create', 'description'],
    ['/payment_source/paypal/vault_id', 'payments.create', 'paymentMethod'],
    ['/payment_source/paypal/email_address', 'payments.create', 'customer.email'],
    ['/payment_source/paypal/experience_context/return_url', 'payments.create', 'returnUrl'],
    ['/payment_source/paypal/experience_context/return_url', 'checkouts.create', 'successUrl'],
    ['/payment_source/paypal/experience_context/cancel_url', 'checkouts.create', 'cancelUrl'],
    ['/purchase_units/0/items/3/unit_amount/value', 'checkouts.create', 'lines.3.amount'],
    ['/purchase_units/0/items/3/name', 'checkouts.create', 'lines.3.name'],
    [
      '/purchase_units/0/shipping/address/country_code',
      'payments.create',
      'purchaseUnits.0.shipping.address.countryCode',
    ],
  ])('names %s of %s as %s', (field, operation, ours) => {
    const error = refusal(400, 'INVALID_PARAMETER_VALUE', { operation, field });
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ details: [{ field: ours, issue: 'Not like this.' }] });
  });

  it('names the field of an issue that names none', () => {
    expect(refusal(422, 'DECIMALS_NOT_SUPPORTED')).toMatchObject({ details: [{ field: 'amount' }] });
    expect(refusal(422, 'INVALID_CURRENCY_CODE')).toMatchObject({ details: [{ field: 'currency' }] });
  });

  it('is told by its status, where a proxy answers for PayPal', () => {
    const page = refusalOf(answer(502, '<html>Bad gateway</html>'), {
      provider: 'paypal',
      operation: 'payments.get',
    });
    expect(page).toMatchObject({
      name: 'ProviderUnavailableError',
      message: expect.stringContaining('HTTP 502'),
    });
  });

  it('is nothing for a success', () => {
    expect(refusalOf(answer(201, {}), { provider: 'paypal', operation: 'payments.get' })).toBeUndefined();
  });
});

const samples = z.object({
  samples: z.array(z.object({ status: z.int(), body: z.record(z.string(), z.unknown()) })),
});

describeContract('paypal/errors.json', samples, (contract) => {
  it.each(contract.samples)(
    '$status becomes an error of ours that says what happened',
    ({ status, body }) => {
      const error = refusalOf(answer(status, body), { provider: 'paypal', operation: 'payments.create' });
      expect(error).toBeInstanceOf(IntegrationError);
      expect(error).toMatchObject({ status, message: expect.stringContaining('payments.create') });
    },
  );
});
