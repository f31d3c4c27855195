import { z } from 'zod';
import { type Endpoint, endpoint } from './endpoint.js';

/** What was captured less what was refunded, per currency, before any fees. */
export const balanceEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/balance', z.strictObject({}), ({ state }) => {
    const sums = new Map<string, number>([['usd', 0]]);
    for (const { currency, amount_captured: captured, amount_refunded: refunded } of state
      .table('charge')
      .values()) {
      sums.set(currency, (sums.get(currency) ?? 0) + captured - refunded);
    }
    const available = [...sums].map(([currency, amount]) => ({
      amount,
      currency,
      source_types: { card: amount },
    }));
    const pending = available.map(({ currency }) => ({ amount: 0, currency, source_types: { card: 0 } }));
    return { object: 'balance', available, livemode: false, pending };
  }),
];
