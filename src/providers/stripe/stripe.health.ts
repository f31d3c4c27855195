import { Inject, Injectable } from '@nestjs/common';
import type { ProviderHealth } from '../../contracts/health.js';
import { HealthFacet } from '../../platform/facets/facets.js';
import { StripeClient } from './stripe.client.js';
import { stripeConfig, type StripeConfig } from './stripe.config.js';

/** Stripe's row on `/health`: reads the account's balance, which changes nothing and needs a good key. */
@Injectable()
@HealthFacet('stripe')
export class StripeHealth implements ProviderHealth {
  readonly variables = ['STRIPE_SECRET_KEY'];

  constructor(
    @Inject(stripeConfig.token) private readonly config: StripeConfig,
    private readonly stripe: StripeClient,
  ) {}

  get configured(): boolean {
    return this.config.secretKey !== undefined;
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.stripe.perform('health.probe', { signal }, (stripe) =>
      stripe.call('/v1/balance', (sdk) => sdk.balance.retrieve()),
    );
  }
}
