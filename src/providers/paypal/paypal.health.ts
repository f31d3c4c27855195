import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ProviderHealth } from '../../contracts/health.js';
import { HealthFacet } from '../../platform/facets/facets.js';
import { PayPalClient } from './paypal.client.js';

/** PayPal's row on `/health`: reads the newest entry of the log of events, which changes nothing. */
@Injectable()
@HealthFacet('paypal')
export class PayPalHealth implements ProviderHealth {
  readonly variables = ['PAYPAL_CLIENT_ID', 'PAYPAL_CLIENT_SECRET'];

  constructor(private readonly paypal: PayPalClient) {}

  get configured(): boolean {
    return this.paypal.configured;
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.paypal.call(
      'health.probe',
      {
        method: 'GET',
        path: '/v1/notifications/webhooks-events',
        query: { page_size: '1' },
        answer: z.looseObject({}),
      },
      { signal },
    );
  }
}
