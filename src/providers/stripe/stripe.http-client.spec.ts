import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CircuitOpenError,
  ConflictError,
  PermissionError,
  ProviderUnavailableError,
  RateLimitError,
  ResponseFormatError,
} from '../../contracts/errors.js';
import type { Circuits } from '../../outbound/circuit-breaker/circuits.js';
import type { OutboundCall, OutboundResponse } from '../../outbound/outbound-call.js';
import { Transport } from '../../outbound/transport/transport.js';
import { createLogger } from '../../platform/logging/logger.js';
import { StripeClient } from './stripe.client.js';
import { stripeConfig } from './stripe.config.js';
import { noConnections } from '../../../test/support/no-connections.js';
import { openRoad } from '../../../test/support/open-road.js';
import { stripePolicy } from './stripe.road.js';

/** The far end of the road, which answers what it is told. */
class CannedTransport extends Transport {
  answer: Partial<OutboundResponse> = {};
  readonly calls: OutboundCall[] = [];

  override readonly send = async (call: OutboundCall): Promise<OutboundResponse> => {
    this.calls.push(call);
    return { status: 200, headers: { 'request-id': 'req_1' }, body: Buffer.from('{}'), ...this.answer };
  };
}

const transport = new CannedTransport();
let client: StripeClient;
let circuits: Circuits;

beforeAll(async () => {
  const logger = await createLogger({ level: 'silent', format: 'json' });
  const settings = { baseUrl: 'https://api.stripe.com', maxRetries: 0 };
  const { road, services } = openRoad({
    logger,
    provider: 'stripe',
    policy: stripePolicy,
    settings,
    transport,
  });
  circuits = services.circuits;
  client = new StripeClient(stripeConfig.read({ STRIPE_SECRET_KEY: 'sk_test_1' }), road, noConnections);
});
afterAll(() => transport.close());

/** Reads the account's balance, while Stripe answers as told. */
function balance(status: number, body: string, headers: Record<string, string> = {}) {
  transport.answer = { status, body: Buffer.from(body), headers };
  return client.perform('balance.get', {}, (stripe) =>
    stripe.call('/v1/balance', (sdk) => sdk.balance.retrieve()),
  );
}

describe('Stripe’s SDK on our road', () => {
  it('says what it calls, and calls Stripe itself', async () => {
    await balance(200, '{"object":"balance"}');
    expect(transport.calls.at(-1)).toMatchObject({
      provider: 'stripe',
      operation: 'balance.get',
      endpoint: '/v1/balance',
      method: 'GET',
      url: new URL('https://api.stripe.com/v1/balance'),
      headers: { authorization: 'Bearer sk_test_1', 'stripe-version': expect.any(String) },
    });
    expect(transport.calls.at(-1)?.headers).not.toHaveProperty('x-stripe-client-telemetry');
  });

  it('replaces the SDK’s own idempotency key by the operation’s', async () => {
    transport.answer = {};
    await client.perform('customers.create', { idempotencyKey: 'order-1' }, (stripe) =>
      stripe.call('/v1/customers', (sdk) => sdk.customers.create({ email: 'ada@example.com' })),
    );
    expect(transport.calls.at(-1)?.headers['idempotency-key']).toBe('order-1');
  });

  it.each([
    ['not JSON', '<html>'],
    ['empty', ''],
    ['not an object', '[]'],
    ['null', 'null'],
    ['an error', '{"error":{"message":"but 200"}}'],
  ])('refuses a success that is %s', async (_name, body) => {
    const answered = balance(200, body, { 'request-id': 'req_7' });
    await expect(answered).rejects.toThrow(ResponseFormatError);
    await expect(answered).rejects.toMatchObject({ status: 200, requestId: 'req_7', attempts: 1 });
  });

  it('does not follow a redirect', async () => {
    await expect(balance(302, '{}', { location: 'https://evil.example' })).rejects.toThrow(
      ResponseFormatError,
    );
  });

  it.each<[number, string, new (...args: never[]) => Error]>([
    [502, '<html>Bad gateway</html>', ProviderUnavailableError],
    [503, '', ProviderUnavailableError],
    [403, '<html>Firewall</html>', PermissionError],
    [409, '{}', ConflictError],
    [429, '{"error":"slow down"}', RateLimitError],
    [500, '{"error":null}', ProviderUnavailableError],
  ])('understands a %i that is not in Stripe’s form', async (status, body, error) => {
    await expect(balance(status, body)).rejects.toThrow(error);
  });

  it('leaves our own errors their stack, though the SDK is begun without one', async () => {
    const selection = { provider: 'stripe', account: '*', group: '*' };
    circuits.setHold(selection, { as: 'open', reason: 'test' });
    const error = await balance(200, '{}').catch((thrown: unknown) => thrown);
    circuits.setHold(selection, undefined);
    expect(error).toBeInstanceOf(CircuitOpenError);
    expect((error as CircuitOpenError).stack).toMatch(/\n {4}at .*circuit-breaker\.interceptor/);
  });
});
