import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OnWebhook, PaymentsService, PrismaService, money, type WebhookContext } from 'hookline';

export interface Order {
  id: string;
  item: string;
  /** In cents. */
  amount: number;
  status: 'open' | 'paid';
}

/** The shop's own business: orders, and what a payment does to them. */
@Injectable()
export class OrdersService implements OnModuleInit {
  constructor(
    private readonly payments: PaymentsService,
    private readonly database: PrismaService,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.database.$executeRaw`
      CREATE TABLE IF NOT EXISTS shop_orders (
        id uuid PRIMARY KEY, item text NOT NULL, amount integer NOT NULL, status text NOT NULL DEFAULT 'open')`;
  }

  /** Takes an order and makes a page where the customer pays it. */
  async place(item: string, amount: number, shopUrl: string): Promise<{ order: Order; payUrl: string }> {
    const order: Order = { id: randomUUID(), item, amount, status: 'open' };
    await this.database.$executeRaw`
      INSERT INTO shop_orders (id, item, amount) VALUES (${order.id}::uuid, ${item}, ${amount})`;
    const checkout = await this.payments.createCheckout(
      {
        lines: [{ name: item, ...money(amount, 'EUR') }],
        successUrl: `${shopUrl}/orders/${order.id}`,
        metadata: { order_id: order.id },
      },
      { idempotencyKey: `order-${order.id}` }, // asking again never makes a second checkout
    );
    if (!checkout.url) throw new Error(`The checkout of order ${order.id} is no longer open.`);
    return { order, payUrl: checkout.url };
  }

  async find(id: string): Promise<Order | undefined> {
    const [order] = await this.database.$queryRaw<Order[]>`SELECT * FROM shop_orders WHERE id = ${id}::uuid`;
    return order;
  }

  /** Stripe says that the customer has paid. Written through `tx`, this happens once, however often Stripe says it. */
  @OnWebhook('stripe', 'checkout.session.completed')
  async markPaid({ event, tx }: WebhookContext<'stripe', 'checkout.session.completed'>): Promise<void> {
    const orderId = event.payload.data.object.metadata?.order_id;
    if (!orderId) return; // a checkout that is not the shop's
    await tx.$executeRaw`UPDATE shop_orders SET status = 'paid' WHERE id = ${orderId}::uuid`;
  }
}
