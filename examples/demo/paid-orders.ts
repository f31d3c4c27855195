import { Injectable } from '@nestjs/common';
import {
  CalendarsService,
  ContactsService,
  NotificationsService,
  OnWebhook,
  type WebhookContext,
} from 'hookline';
import { z } from 'zod';
import { OrdersService, type Order } from './orders.service.js';
import { price } from './price.js';

/** Where the shop's team is told, and where it is told when that fails. */
const TEAM = { channel: '#orders', email: 'team@shop.example' };

/** Where deliveries are planned, and how long one may take. */
export const DELIVERIES = {
  calendar: 'team@sandbox.example',
  timeZone: 'Europe/London',
  lastMs: 2 * 3_600_000,
};

/** Stripe or PayPal says that an order is paid. */
type OrderPaid =
  | WebhookContext<'stripe', 'payment_intent.succeeded'>
  | WebhookContext<'paypal', 'PAYMENT.CAPTURE.COMPLETED'>;

/**
 * What follows from a payment. Each method has its own attempts, backoff and dead letter; its calls carry idempotency keys
 * derived from the event, so that trying again does nothing twice.
 */
@Injectable()
export class PaidOrders {
  constructor(
    private readonly orders: OrdersService,
    private readonly notifications: NotificationsService,
    private readonly calendars: CalendarsService,
    private readonly contacts: ContactsService,
  ) {}

  @OnWebhook('stripe', 'payment_intent.succeeded')
  @OnWebhook('paypal', 'PAYMENT.CAPTURE.COMPLETED')
  async markPaid(context: OrderPaid): Promise<void> {
    const order = await this.orderOf(context);
    if (order) await this.orders.done(context.tx, order, 'paid', context.event.externalId);
  }

  @OnWebhook('stripe', 'payment_intent.succeeded')
  @OnWebhook('paypal', 'PAYMENT.CAPTURE.COMPLETED')
  async tellTeam(context: OrderPaid): Promise<void> {
    const order = await this.orderOf(context);
    if (!order) return;
    const { item, firstName, lastName, email } = order;
    const text = `${item} for ${firstName} ${lastName} is paid: ${price(order)}.`;
    const { id } = await this.notifications.send({
      provider: 'slack',
      to: TEAM.channel,
      text,
      subject: `Paid: ${item}`,
      blocks: [
        { type: 'header', text: `${item} is paid` },
        {
          type: 'fields',
          fields: [
            { label: 'Customer', value: `${firstName} ${lastName}, ${email}` },
            { label: 'Amount', value: price(order) },
          ],
        },
      ],
      fallbacks: [{ provider: 'sendgrid', to: TEAM.email }],
      mode: 'durable',
    });
    await this.orders.done(context.tx, order, 'team', id);
  }

  @OnWebhook('stripe', 'payment_intent.succeeded')
  @OnWebhook('paypal', 'PAYMENT.CAPTURE.COMPLETED')
  async thankCustomer(context: OrderPaid): Promise<void> {
    const order = await this.orderOf(context);
    if (!order) return;
    const { item, firstName, lastName, email } = order;
    const { id } = await this.notifications.send({
      provider: 'sendgrid',
      to: email,
      toName: `${firstName} ${lastName}`,
      subject: `Your order: ${item}`,
      text: `Dear ${firstName},\n\nwe have your ${price(order)}, and the ${item.toLowerCase()} is on its way to you.`,
      mode: 'durable',
    });
    await this.orders.done(context.tx, order, 'customer', id);
  }

  @OnWebhook('stripe', 'payment_intent.succeeded')
  @OnWebhook('paypal', 'PAYMENT.CAPTURE.COMPLETED')
  async planDelivery(context: OrderPaid): Promise<void> {
    const order = await this.orderOf(context);
    if (!order) return;
    const { calendar, timeZone, lastMs } = DELIVERIES;
    const event = await this.calendars.createEvent(
      calendar,
      {
        title: `Deliver: ${order.item} to ${order.firstName} ${order.lastName}`,
        start: { at: order.deliverAt, timeZone },
        end: { at: new Date(order.deliverAt.getTime() + lastMs), timeZone },
      },
      { provider: 'google-calendar', signal: context.signal },
    );
    await this.orders.done(context.tx, order, 'delivery', event.id);
  }

  @OnWebhook('stripe', 'payment_intent.succeeded')
  @OnWebhook('paypal', 'PAYMENT.CAPTURE.COMPLETED')
  async keepContact(context: OrderPaid): Promise<void> {
    const order = await this.orderOf(context);
    if (!order) return;
    const { email, firstName, lastName } = order;
    for (const provider of ['hubspot', 'salesforce'] as const) {
      const { contact } = await this.contacts.upsertContact(
        { email, firstName, lastName },
        { provider, signal: context.signal },
      );
      await this.orders.done(context.tx, order, provider, contact.id);
    }
  }

  /** The order that was paid; `undefined` for a payment that is not the shop's. */
  private async orderOf(context: OrderPaid): Promise<Order | undefined> {
    const id = orderIdOf(context);
    return id === undefined ? undefined : this.orders.find(id);
  }
}

/** The mark that the shop gives its payments. Others may have given theirs anything. */
const mark = z.object({ order_id: z.uuid() });

/** Stripe gives the metadata of a payment back as it was, PayPal as JSON in its one field for such things. */
function orderIdOf({ event }: OrderPaid): string | undefined {
  const metadata =
    event.provider === 'stripe'
      ? event.payload.data.object.metadata
      : parseJson(event.payload.resource.custom_id);
  return mark.safeParse(metadata).data?.order_id;
}

function parseJson(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not the shop's
  }
}
