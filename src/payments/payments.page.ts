import type { ListPayments, Payment } from '../contracts/payments.js';
import type { PaymentOptions, PaymentsService } from './payments.service.js';

/** The largest page that providers give. */
const MAX_PAGE_SIZE = 100;

export interface PaymentsPage {
  payments: Payment[];
  /** Where the next page starts; `undefined` on the last one. */
  nextCursor: string | undefined;
}

/** Takes one page of `limit` payments out of the list. One more is asked for, to know whether there is another page. */
export async function pageOfPayments(
  service: PaymentsService,
  limit: number,
  query: Omit<ListPayments, 'pageSize'>,
  options: PaymentOptions,
): Promise<PaymentsPage> {
  const payments: Payment[] = [];
  const pageSize = Math.min(limit + 1, MAX_PAGE_SIZE);
  for await (const payment of service.listPayments({ ...query, pageSize }, options)) {
    if (payments.length === limit) return { payments, nextCursor: payments.at(-1)?.id };
    payments.push(payment);
  }
  return { payments, nextCursor: undefined };
}
