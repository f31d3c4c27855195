import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import type { Customer } from '../../../contracts/payments.js';
import { LocksService } from '../../../platform/locks/locks.service.js';
import type { StripeOperation } from '../stripe.client.js';
import { referenceOf, withReference } from './reference.js';

/** Customers at Stripe. */
@Injectable()
export class StripeCustomers {
  constructor(private readonly locks: LocksService) {}

  /** Stripe's id of a customer; one that is named by e-mail is found there, or made. */
  async idOf(customer: Customer | undefined, stripe: StripeOperation): Promise<string | undefined> {
    if (!customer) return undefined;
    if ('id' in customer) return customer.id;
    // One at a time for an e-mail: two payments of a new customer would make two customers, and a repeat of the first
    // payment would then find the second one, which to Stripe is another payment under the same key.
    return this.locks.run(lockName(customer.email), stripe.signal, async () => {
      const { email, name } = customer;
      const found = await stripe.call('/v1/customers', (sdk) => sdk.customers.list({ email, limit: 1 }));
      if (found.data[0]) return found.data[0].id;
      const step = 'customer';
      const details: Stripe.CustomerCreateParams = { email, ...(name && { name }) };
      const params = withReference(details, stripe, step);
      const made = await stripe.call('/v1/customers', (sdk) => sdk.customers.create(params), {
        step,
        ...referenceOf(params),
      });
      return made.id;
    });
  }
}

/** No e-mail addresses in the table of locks. */
function lockName(email: string): string {
  return `customer:stripe:${createHash('sha256').update(email).digest('hex')}`;
}
