import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  PaymentsService,
  PrismaService,
  money,
  type CreatePayment,
  type Payment,
  type Transaction,
} from 'hookline';

/** What a customer asks for. */
export interface Wish {
  item: string;
  /** In cents. */
  amount: number;
  firstName: string;
  lastName: string;
  email: string;
  /** When the delivery begins. */
  deliverAt: Date;
}

export interface Order extends Wish {
  id: string;
}

/** How it is paid: with a card whose id Stripe knows, or with PayPal, where the customer approves. */
export type PaidBy = { provider: 'stripe'; card: string } | { provider: 'paypal'; returnUrl: string };

/** What is done for a paid order. */
export type Step = 'paid' | 'team' | 'customer' | 'delivery' | 'hubspot' | 'salesforce';

/** The shop's own business: its orders, and how far each has come. */
@Injectable()
export class OrdersService implements OnModuleInit {
  constructor(
    private readonly payments: PaymentsService,
    private readonly database: PrismaService,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.database.$executeRaw`
      CREATE TABLE IF NOT EXISTS demo_orders (
        id uuid PRIMARY KEY, item text NOT NULL, amount integer NOT NULL, first_name text NOT NULL,
        last_name text NOT NULL, email text NOT NULL, deliver_at timestamptz NOT NULL)`;
    await this.database.$executeRaw`
      CREATE TABLE IF NOT EXISTS demo_steps (
        order_id uuid REFERENCES demo_orders, step text, reference text NOT NULL, PRIMARY KEY (order_id, step))`;
  }

  /** Takes an order and asks for its payment. That it is paid is said by the provider's webhook only. */
  async place(wish: Wish, by: PaidBy): Promise<{ order: Order; payment: Payment }> {
    const order = { ...wish, id: randomUUID() };
    const { id, item, amount, firstName, lastName, email, deliverAt } = order;
    await this.database.$executeRaw`
      INSERT INTO demo_orders VALUES
        (${id}::uuid, ${item}, ${amount}, ${firstName}, ${lastName}, ${email}, ${deliverAt})`;
    const payment = await this.payments.createPayment(
      {
        ...money(amount, 'EUR'),
        ...methodOf(by),
        customer: { email, name: `${firstName} ${lastName}` },
        description: item,
        metadata: { order_id: id },
      },
      { provider: by.provider, idempotencyKey: `order-${id}` }, // asking again never charges twice
    );
    return { order, payment };
  }

  async find(id: string): Promise<Order | undefined> {
    const [order] = await this.database.$queryRaw<Order[]>`
      SELECT id, item, amount, first_name AS "firstName", last_name AS "lastName", email, deliver_at AS "deliverAt"
      FROM demo_orders WHERE id = ${id}::uuid`;
    return order;
  }

  /** Notes a step as done, and under which id it is found again. */
  async done(tx: Transaction, { id }: Order, step: Step, reference: string): Promise<void> {
    await tx.$executeRaw`INSERT INTO demo_steps VALUES (${id}::uuid, ${step}, ${reference})`;
  }

  /** What {@link done} has noted; `undefined` for what is still to come. */
  async reference({ id }: Order, step: Step): Promise<string | undefined> {
    const [row] = await this.database.$queryRaw<{ reference: string }[]>`
      SELECT reference FROM demo_steps WHERE order_id = ${id}::uuid AND step = ${step}`;
    return row?.reference;
  }
}

function methodOf(by: PaidBy): Pick<CreatePayment, 'paymentMethod' | 'returnUrl'> {
  return by.provider === 'stripe' ? { paymentMethod: by.card } : { returnUrl: by.returnUrl };
}
