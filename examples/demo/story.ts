import { Injectable } from '@nestjs/common';
import {
  CalendarsService,
  ContactsService,
  NotificationsService,
  PaymentsService,
  type NotificationReceipt,
  type Payment,
} from 'hookline';
import { Temporal } from 'temporal-polyfill';
import type { SlackSandbox } from '../../src/sandbox/slack/slack-sandbox.js';
import { OrdersService, type Order, type Step, type Wish } from './orders.service.js';
import { DELIVERIES } from './paid-orders.js';
import { price } from './price.js';
import type { Storyteller } from './storyteller.js';

/** Two orders, and what follows from each. No line is told before it was looked up where it has happened. */
@Injectable()
export class Story {
  constructor(
    private readonly orders: OrdersService,
    private readonly payments: PaymentsService,
    private readonly notifications: NotificationsService,
    private readonly calendars: CalendarsService,
    private readonly contacts: ContactsService,
  ) {}

  async tell(teller: Storyteller, slack: SlackSandbox): Promise<void> {
    await this.adaPaysByCard(teller, slack);
    await this.gracePaysWithPayPal(teller, slack);
  }

  private async adaPaysByCard(teller: Storyteller, slack: SlackSandbox): Promise<void> {
    const ada = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@customers.example' };
    const wish = { item: 'Teapot', amount: 2500, ...ada, deliverAt: tomorrowAt('10:00') };
    teller.chapter(`${ordering(wish)} and pays by card.`);
    const { order, payment } = await this.orders.place(wish, { provider: 'stripe', card: 'pm_card_visa' });
    await teller.happens('Stripe', 'charges the card', async () => payment.id);
    await this.isPaid(teller, order, payment, 'Stripe', 'payment_intent.succeeded');
    await Promise.all([
      teller.happens('Slack', 'shows the order to the team in #orders', async () => {
        const sent = await this.sent(order, 'team');
        return slack.messages().find(({ id }) => sent?.messageId?.endsWith(id))?.id;
      }),
      this.followUp(teller, order),
    ]);
  }

  private async gracePaysWithPayPal(teller: Storyteller, slack: SlackSandbox): Promise<void> {
    const grace = { firstName: 'Grace', lastName: 'Hopper', email: 'grace@customers.example' };
    const wish = { item: 'Kettle', amount: 4000, ...grace, deliverAt: tomorrowAt('14:00') };
    teller.chapter(`${ordering(wish)} and pays with PayPal. This time, Slack fails.`);
    slack.failNext({ method: 'chat.postMessage', mode: 'error', error: 'service_unavailable' });
    const returnUrl = 'https://shop.example/thank-you';
    const { order, payment } = await this.orders.place(wish, { provider: 'paypal', returnUrl });
    const approved = await approve(payment.redirectUrl);
    await teller.happens('PayPal', 'asks Grace, who presses Pay on its page', async () =>
      approved ? payment.id : undefined,
    );
    await this.isPaid(teller, order, payment, 'PayPal', 'PAYMENT.CAPTURE.COMPLETED');
    await Promise.all([
      teller.happens('Slack', 'refuses the message to the team: service_unavailable', async () => {
        const id = await this.orders.reference(order, 'team');
        const history = id === undefined ? [] : await this.notifications.history(id);
        const failed = history.find(
          ({ type, provider }) => type === 'attempt_failed' && provider === 'slack',
        );
        return failed?.detail?.includes('service_unavailable') ? id : undefined;
      }),
      this.isEmailed(teller, order, 'team', 'the team', ' instead'),
      this.followUp(teller, order),
    ]);
  }

  /** The provider has said so by webhook, the shop has it in its books, and the payment itself says the same. */
  private isPaid(
    teller: Storyteller,
    order: Order,
    { id, provider }: Payment,
    title: string,
    type: string,
  ): Promise<void> {
    return teller.happens(title, `webhook ${type}: ${price(order)} paid`, async () => {
      const event = await this.orders.reference(order, 'paid');
      if (event === undefined) return undefined;
      const { status } = await this.payments.getPayment(id, { provider });
      return status === 'succeeded' ? event : undefined;
    });
  }

  /** What follows from every order that is paid. */
  private async followUp(teller: Storyteller, order: Order): Promise<void> {
    await Promise.all([
      this.isEmailed(teller, order, 'customer', order.firstName),
      teller.happens('Google Calendar', `has a delivery slot, ${slotOf(order)}`, async () => {
        const id = await this.orders.reference(order, 'delivery');
        return id && (await this.calendars.getEvent(DELIVERIES.calendar, id)).id;
      }),
      this.hasContact(teller, order, 'HubSpot', 'hubspot'),
      this.hasContact(teller, order, 'Salesforce', 'salesforce'),
    ]);
  }

  private async isEmailed(
    teller: Storyteller,
    order: Order,
    step: Step,
    whom: string,
    note = '',
  ): Promise<void> {
    const taken = async () => {
      const sent = await this.sent(order, step);
      return sent?.provider === 'sendgrid' ? sent.messageId : undefined;
    };
    const delivered = async () => {
      const sent = await this.sent(order, step);
      return sent?.status === 'delivered' ? sent.id : undefined;
    };
    await teller.happens('SendGrid', `takes an e-mail to ${whom}${note}`, taken);
    await teller.happens('SendGrid', `webhook delivered: ${whom} can read it`, delivered);
  }

  private hasContact(
    teller: Storyteller,
    order: Order,
    title: string,
    provider: 'hubspot' | 'salesforce',
  ): Promise<void> {
    return teller.happens(title, `knows ${order.firstName} as a contact`, async () => {
      const id = await this.orders.reference(order, provider);
      if (id === undefined) return undefined;
      const contact = await this.contacts.getContact(id, {}, { provider });
      return contact.email === order.email ? contact.id : undefined;
    });
  }

  /** The message of a step, once a provider has taken it. */
  private async sent(order: Order, step: Step): Promise<NotificationReceipt | undefined> {
    const id = await this.orders.reference(order, step);
    const receipt = id === undefined ? undefined : await this.notifications.get(id);
    return receipt?.sentAt && receipt;
  }
}

/** Presses the button that the customer would press. Whether that was taken. */
async function approve(page: string | undefined): Promise<boolean> {
  if (page === undefined) return false;
  const body = new URLSearchParams({ decision: 'pay', funding: 'balance' });
  const { status } = await fetch(page, { method: 'POST', body, redirect: 'manual' });
  return status === 303;
}

function ordering(wish: Wish): string {
  return `${wish.firstName} ${wish.lastName} orders a ${wish.item.toLowerCase()} for ${price(wish)}`;
}

function tomorrowAt(plainTime: string): Date {
  const { timeZone } = DELIVERIES;
  const tomorrow = Temporal.Now.plainDateISO(timeZone).add({ days: 1 });
  return new Date(tomorrow.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds);
}

/** `Sun, 22 Nov, 10:00–12:00` */
function slotOf({ deliverAt }: Order): string {
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  const time = { hour: '2-digit', minute: '2-digit', timeZone: DELIVERIES.timeZone } as const;
  const end = new Date(deliverAt.getTime() + DELIVERIES.lastMs);
  return new Intl.DateTimeFormat('en-GB', { ...day, ...time }).formatRange(deliverAt, end);
}
