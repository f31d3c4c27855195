import { Injectable } from '@nestjs/common';
import type { ApiOperation } from '../../connections/roads/provider-api.js';
import type { OutcomeFinding, OutcomeResolver, UnknownOutcomeRecord } from '../../contracts/outcomes.js';
import { OutcomeResolverFacet } from '../../platform/facets/facets.js';
import { PayPalClient } from './paypal.client.js';
import { authorizationObject, captureObject } from './payments/objects.js';
import { readOrder } from './payments/orders.js';

/** How long after a call was given up PayPal may still carry it out, in ms. PayPal names no limit. */
const LATE_REQUEST_MS = 300_000;

/** How long one look may take, in ms. */
const LOOK_TIMEOUT_MS = 120_000;

/** What one look shows. `absent`: not there, but a request that is still on its way could bring it. */
type Sighting = 'happened' | 'not_happened' | 'absent' | 'unknown';
type Look = (id: string, paypal: ApiOperation) => Promise<Sighting>;

/** How to look for what became of a call, by the endpoint that it went to. An order that was to be made has no id yet. */
const LOOKS = new Map<string, Look>([
  ['/v2/checkout/orders/:id/capture', paid('captures')],
  ['/v2/checkout/orders/:id/authorize', paid('authorizations')],
  [
    '/v2/payments/authorizations/:id/capture',
    settled({ leadsTo: ['CAPTURED', 'PARTIALLY_CAPTURED'], ruledOutBy: ['VOIDED', 'DENIED', 'EXPIRED'] }),
  ],
  ['/v2/payments/authorizations/:id/void', settled({ leadsTo: ['VOIDED'], ruledOutBy: ['CAPTURED'] })],
  ['/v2/payments/captures/:id/refund', refunded],
]);

/** Finds out at PayPal what became of a call whose answer was lost, as far as PayPal tells. */
@Injectable()
@OutcomeResolverFacet('paypal')
export class PayPalOutcomes implements OutcomeResolver {
  constructor(private readonly client: PayPalClient) {}

  async resolve(outcome: UnknownOutcomeRecord, signal: AbortSignal): Promise<OutcomeFinding> {
    const look = LOOKS.get(outcome.endpoint);
    if (!look) return { status: 'unknown' };
    const { connectionId, givenUpAt } = outcome;
    const mayStillHappen = Date.now() <= givenUpAt.getTime() + LATE_REQUEST_MS;
    const objectId = outcome.path.split('/').at(-2) ?? '';
    const options = { signal, timeoutMs: LOOK_TIMEOUT_MS, ...(connectionId && { connectionId }) };
    const sighting = await this.client.perform('outcomes.resolve', options, (paypal) =>
      look(objectId, paypal),
    );
    if (sighting === 'happened') return { status: 'happened', objectId };
    if (sighting === 'unknown' || (sighting === 'absent' && mayStillHappen)) return { status: 'unknown' };
    return { status: 'not_happened' };
  }
}

/** Looks for what the call makes within its order. */
function paid(made: 'captures' | 'authorizations'): Look {
  return async (id, paypal) => {
    const {
      status,
      purchase_units: [unit],
    } = await readOrder(id, paypal);
    if (unit.payments?.[made]?.length) return 'happened';
    return status === 'VOIDED' ? 'not_happened' : 'absent';
  };
}

/** Looks whether an authorisation is in a state that the call leads to, or in one from which nothing leads there. */
function settled({ leadsTo, ruledOutBy }: Record<'leadsTo' | 'ruledOutBy', readonly string[]>): Look {
  return async (id, paypal) => {
    const { status } = await paypal.call({
      method: 'GET',
      path: '/v2/payments/authorizations/:id',
      params: { id },
      answer: authorizationObject,
    });
    if (leadsTo.includes(status)) return 'happened';
    return ruledOutBy.includes(status) ? 'not_happened' : 'absent';
  };
}

/** A capture tells that something was given back, not by which of several requests. */
async function refunded(id: string, paypal: ApiOperation): Promise<Sighting> {
  const { status } = await paypal.call({
    method: 'GET',
    path: '/v2/payments/captures/:id',
    params: { id },
    answer: captureObject,
  });
  return status === 'COMPLETED' ? 'absent' : 'unknown';
}
