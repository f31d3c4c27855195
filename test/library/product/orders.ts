import { Body, Controller, Get, Injectable, Module, NotFoundException, Param, Post } from '@nestjs/common';
import { OnWebhook, PaymentsModule, PaymentsService, money, type WebhookContext } from 'hookline';

/** The product's business: what is paid, and what Stripe has said about it. */
@Injectable()
export class Orders {
  private readonly paid = new Set<string>();

  constructor(private readonly payments: PaymentsService) {}

  async place(orderId: string, amount: number) {
    const payment = await this.payments.createPayment(
      { ...money(amount, 'EUR'), metadata: { order_id: orderId } },
      { idempotencyKey: `order-${orderId}` },
    );
    return { payment: payment.id, status: payment.status };
  }

  isPaid(orderId: string): boolean {
    return this.paid.has(orderId);
  }

  @OnWebhook('stripe', 'payment_intent.succeeded')
  markPaid({ event }: WebhookContext<'stripe', 'payment_intent.succeeded'>): void {
    this.paid.add(event.payload.data.object.metadata?.order_id ?? '');
  }
}

@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: Orders) {}

  /** `extra` is what Hookline's own routes would refuse. */
  @Post()
  async place(@Body() body: { id: string; amount: number; extra?: unknown }) {
    return { ...(await this.orders.place(body.id, body.amount)), extra: body.extra };
  }

  @Get(':id')
  find(@Param('id') id: string) {
    if (!this.orders.isPaid(id)) throw new NotFoundException(`Nobody has paid ${id}.`);
    return { id, status: 'paid' };
  }
}

@Module({ imports: [PaymentsModule], controllers: [OrdersController], providers: [Orders] })
export class OrdersModule {}
