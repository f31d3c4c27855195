import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestHookline, type TestHookline } from '../../../test/support/hookline.js';
import { money } from '../../contracts/money.js';
import type { OutcomeFinding, UnknownOutcomeRecord } from '../../contracts/outcomes.js';
import { startPayPalSandbox, type PayPalSandbox } from '../../sandbox/paypal/paypal-sandbox.js';
import { PayPalOutcomes } from './paypal.outcomes.js';
import { PayPalPaymentProvider } from './paypal.payments.js';

let sandbox: PayPalSandbox;
let hookline: TestHookline;
let provider: PayPalPaymentProvider;

beforeAll(async () => {
  sandbox = await startPayPalSandbox({ port: 0 });
  hookline = await startTestHookline({ environment: { ...sandbox.environment, PAYPAL_MAX_RETRIES: '0' } });
  provider = hookline.app.get(PayPalPaymentProvider, { strict: false });
});
afterAll(async () => {
  await hookline.close();
  await sandbox.close();
});

const saved = { ...money(1000, 'EUR'), paymentMethod: 'sandbox_vault_succeeds' };
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** Asks the resolver about a call that was given up just now, unless told otherwise. */
function resolve(endpoint: string, id: string, givenUpAt = new Date()): Promise<OutcomeFinding> {
  const record: UnknownOutcomeRecord = {
    id: '019ab2f0-0000-7000-8000-000000000000',
    provider: 'paypal',
    connectionId: undefined,
    operation: 'payments.capture',
    endpoint,
    method: 'POST',
    path: endpoint.replace(':id', id),
    idempotencyKey: undefined,
    reference: undefined,
    sentAt: givenUpAt,
    givenUpAt,
  };
  return hookline.app.get(PayPalOutcomes, { strict: false }).resolve(record, new AbortController().signal);
}

async function authorise() {
  const { id, raw } = await provider.createPayment({ ...saved, captureMethod: 'manual' });
  const [authorization] = raw.purchase_units[0].payments?.authorizations ?? [];
  return { id, authorizationId: authorization?.id ?? '' };
}

describe('What became of a lost call to PayPal', () => {
  it.each([
    ['capture', 'void'],
    ['void', 'capture'],
  ] as const)('%s: the authorisation’s status tells; after a %s it is ruled out', async (asked, other) => {
    const endpoint = `/v2/payments/authorizations/:id/${asked}`;
    const act = {
      capture: (id: string) => provider.capturePayment(id),
      void: (id: string) => provider.cancelPayment(id),
    };
    const done = await authorise();
    await act[asked](done.id);
    expect(await resolve(endpoint, done.authorizationId)).toEqual({
      status: 'happened',
      objectId: done.authorizationId,
    });

    const ruledOut = await authorise();
    await act[other](ruledOut.id);
    expect(await resolve(endpoint, ruledOut.authorizationId)).toEqual({ status: 'not_happened' });

    const untouched = await authorise();
    expect(await resolve(endpoint, untouched.authorizationId)).toEqual({ status: 'unknown' });
    expect(await resolve(endpoint, untouched.authorizationId, minutesAgo(6))).toEqual({
      status: 'not_happened',
    });
  });

  it('of an approved order: its captures and authorisations tell', async () => {
    const paid = await provider.createPayment(saved);
    const open = await provider.createPayment(money(1000, 'EUR'));
    const capture = '/v2/checkout/orders/:id/capture';
    expect(await resolve(capture, paid.id)).toEqual({ status: 'happened', objectId: paid.id });
    expect(await resolve(capture, open.id)).toEqual({ status: 'unknown' });
    expect(await resolve(capture, open.id, minutesAgo(6))).toEqual({ status: 'not_happened' });
    const { id } = await authorise();
    expect(await resolve('/v2/checkout/orders/:id/authorize', id)).toEqual({
      status: 'happened',
      objectId: id,
    });
  });

  it('of a refund: it is certain only as long as nothing at all was given back', async () => {
    const endpoint = '/v2/payments/captures/:id/refund';
    const { id, raw } = await provider.createPayment(saved);
    const captureId = raw.purchase_units[0].payments?.captures?.[0]?.id ?? '';
    expect(await resolve(endpoint, captureId)).toEqual({ status: 'unknown' });
    expect(await resolve(endpoint, captureId, minutesAgo(6))).toEqual({ status: 'not_happened' });
    await provider.refundPayment(id, { amount: 300 });
    expect(await resolve(endpoint, captureId, minutesAgo(6))).toEqual({ status: 'unknown' });
  });

  it('of a new order: nobody can tell, since PayPal has no list of them', async () => {
    expect(await resolve('/v2/checkout/orders', '', minutesAgo(60))).toEqual({ status: 'unknown' });
  });
});
