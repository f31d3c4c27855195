import { describe, expect, it } from 'vitest';
import { Stripe } from 'stripe';
import { z } from 'zod';
import { describeContract } from '../../../test/support/contracts.js';
import {
  IntegrationError,
  PaymentDeclinedError,
  RateLimitError,
  ValidationError,
} from '../../contracts/errors.js';
import { mayRepeat } from '../../outbound/retry/retry-decision.js';
import { toIntegrationError } from './stripe.errors.js';
import { RoadFailure } from './stripe.http-client.js';
import { stripePolicy } from './stripe.road.js';

interface Refusal {
  status: number;
  headers?: Record<string, string | null> | undefined;
  body: { error: Record<string, unknown> };
}

/** The error that the SDK makes of Stripe's answer, as its RequestSender does. */
function refused({ status, headers, body }: Refusal): unknown {
  const raw = {
    ...body.error,
    statusCode: status,
    headers: headers ?? {},
    requestId: headers?.['request-id'],
  };
  const error = Stripe.errors.StripeError.generate(
    raw as Parameters<typeof Stripe.errors.StripeError.generate>[0],
  );
  return toIntegrationError(error, { provider: 'stripe', operation: 'payments.create', attempts: 2 });
}

const refusal = (status: number, error: Record<string, unknown>) => refused({ status, body: { error } });

describe('what a refusal of Stripe’s becomes', () => {
  it.each<[string, number, Record<string, unknown>]>([
    ['PaymentDeclinedError', 402, { type: 'card_error', code: 'card_declined', decline_code: 'lost_card' }],
    ['ValidationError', 400, { type: 'invalid_request_error', code: 'parameter_missing', param: 'amount' }],
    ['ValidationError', 400, { type: 'invalid_request_error', code: 'amount_too_small', param: 'amount' }],
    ['ValidationError', 404, { type: 'invalid_request_error', code: 'resource_missing', param: 'customer' }],
    ['NotFoundError', 404, { type: 'invalid_request_error', code: 'resource_missing', param: 'intent' }],
    [
      'NotFoundError',
      400,
      { type: 'invalid_request_error', code: 'resource_missing', param: 'payment_intent' },
    ],
    ['NotFoundError', 404, { type: 'invalid_request_error' }],
    ['ConflictError', 400, { type: 'invalid_request_error', code: 'payment_intent_unexpected_state' }],
    ['ConflictError', 400, { type: 'invalid_request_error', code: 'charge_already_refunded' }],
    ['ConflictError', 409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }],
    ['IdempotencyConflictError', 400, { type: 'idempotency_error' }],
    ['UnprocessableError', 400, { type: 'invalid_request_error', code: 'insufficient_funds' }],
    ['UnprocessableError', 402, { type: 'invalid_request_error' }],
    ['AuthenticationError', 401, { type: 'invalid_request_error' }],
    ['AuthenticationError', 401, { type: 'invalid_request_error', code: 'api_key_expired' }],
    ['PermissionError', 403, { type: 'invalid_request_error' }],
    ['RateLimitError', 429, { type: 'invalid_request_error', code: 'rate_limit' }],
    ['RateLimitError', 429, { type: 'invalid_request_error', code: 'lock_timeout' }],
    ['RateLimitError', 429, {}],
    ['ProviderUnavailableError', 500, { type: 'api_error' }],
    ['ProviderUnavailableError', 503, {}],
    ['ProviderError', 418, { type: 'teapot_error' }],
  ])('%s from %i %j', (name, status, error) => {
    expect(refusal(status, error)).toMatchObject({ name, status, provider: 'stripe', attempts: 2 });
  });

  it('says why a card was declined, and which payment it was', () => {
    const error = {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'lost_card',
      payment_intent: { id: 'pi_1' },
    };
    expect(refusal(402, error)).toEqual(expect.any(PaymentDeclinedError));
    expect(refusal(402, error)).toMatchObject({ declineCode: 'lost_card', paymentId: 'pi_1' });
    expect(refusal(402, { type: 'card_error', code: 'expired_card' })).toMatchObject({
      declineCode: 'expired_card',
    });
  });

  it.each([
    ['amount_to_capture', 'amount'],
    ['metadata[order_id]', 'metadata.order_id'],
    ['statement_descriptor_suffix', 'statementDescriptor'],
    ['return_url', 'returnUrl'],
    ['customer', 'customer.id'],
  ])('names the field %s in our words', (param, field) => {
    const error = refusal(400, { type: 'invalid_request_error', param, message: 'Invalid.' });
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ details: [{ field, issue: 'Invalid.' }] });
  });

  it('says how long to wait', () => {
    const limited = refused({ status: 429, headers: { 'retry-after': '7' }, body: { error: {} } });
    expect(limited).toBeInstanceOf(RateLimitError);
    expect(limited).toMatchObject({ retryAfterMs: 7000 });
    expect(refusal(429, {})).toMatchObject({ retryAfterMs: 1000 });
  });

  it('shows no key that Stripe quotes', () => {
    const message = 'No such customer: sk_live_abcdefghijklmnop';
    expect(String(refusal(404, { type: 'invalid_request_error', message }))).not.toContain(
      'abcdefghijklmnop',
    );
  });

  it('lets the road’s own errors and the caller’s reason through', () => {
    const reason = new Error('the caller gave up');
    const connection = new Stripe.errors.StripeConnectionError({ detail: new RoadFailure(reason) });
    expect(toIntegrationError(connection, { provider: 'stripe', operation: 'o' })).toBe(reason);
    expect(toIntegrationError(reason, { provider: 'stripe', operation: 'o' })).toBe(reason);
  });
});

const table = z.object({
  samples: z.array(
    z.object({
      status: z.number(),
      when: z.string(),
      headers: z.record(z.string(), z.string().nullable()).optional(),
      body: z.object({ error: z.record(z.string(), z.unknown()) }),
      retryable: z.boolean(),
    }),
  ),
});

describeContract('stripe/errors.json', table, ({ samples }) => {
  it.each(samples)('$status, $when: repeated $retryable', (sample) => {
    expect(refused(sample)).toBeInstanceOf(IntegrationError);
    const headers = Object.fromEntries(
      Object.entries(sample.headers ?? {}).flatMap(([name, value]) =>
        value === null ? [] : [[name, value] as const],
      ),
    );
    const response = { status: sample.status, headers, body: Buffer.from(JSON.stringify(sample.body)) };
    expect(mayRepeat({ response }, true, stripePolicy.retryHint?.(response))).toBe(sample.retryable);
  });
});

describe('Stripe’s advice on repeating', () => {
  const hint = (status: number, headers: Record<string, string>, body: string) =>
    stripePolicy.retryHint?.({ status, headers, body: Buffer.from(body) });

  it('is its header first', () => {
    expect(hint(500, { 'stripe-should-retry': 'false' }, '{}')).toBe(false);
    expect(hint(400, { 'stripe-should-retry': 'true' }, '{}')).toBe(true);
  });

  it('is nothing where there is no header and the body is not Stripe’s', () => {
    expect(hint(409, {}, '<html>')).toBeUndefined();
    expect(hint(500, {}, '{}')).toBeUndefined();
  });
});
