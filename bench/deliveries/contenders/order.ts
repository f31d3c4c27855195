export const TYPE = 'order.paid';

/** 200 bytes of data about an order. */
export function orderData(number: number) {
  return {
    order: `order_${String(number).padStart(10, '0')}`,
    customer: 'customer_0192f3a1',
    currency: 'EUR',
    total: 12_900,
    lines: [{ article: 'A-4711', name: 'Coffee mill, walnut', quantity: 1, price: 12_900 }],
    paid_with: 'card',
  };
}
