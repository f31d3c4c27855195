import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CalendarsService } from '../../../calendars/calendars.service.js';
import { ContactsService } from '../../../contacts/contacts.service.js';
import { parseCurrency } from '../../../contracts/money.js';
import { ExternalApiService } from '../../../external/external-api.service.js';
import { NotificationsService } from '../../../notifications/notifications.service.js';
import { PaymentsService } from '../../../payments/payments.service.js';
import { FacetRegistry } from '../../../platform/facets/facet-registry.js';
import {
  CalendarFacet,
  ContactsFacet,
  NotifierFacet,
  PaymentFacet,
} from '../../../platform/facets/facets.js';
import { ExternalApi } from '../../../providers/external-api/external-api.client.js';

/** A field of a trial's form. */
interface TrialField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** What the form begins with. */
  readonly initial?: string;
  readonly required?: boolean;
  readonly multiline?: boolean;
}

/** One thing of a provider's that can be tried. */
export interface Trial {
  /** `payment` */
  readonly name: string;
  /** `Take a payment` */
  readonly title: string;
  readonly fields: readonly TrialField[];
  /** Reads the form and acts. @throws ZodError for a form that is wrong; whatever the provider throws */
  run(form: unknown): Promise<unknown>;
}

/** The account that it is done for, chosen from those that are connected. */
export const ACCOUNT = 'connection_id';

const connection = { name: ACCOUNT, label: 'Account' };
const connectionId = z.uuid({ error: 'must be the id of a connection' }).optional();

const word = z.string().trim().min(1, 'must be there').max(1_000);

/** What each provider can be asked to do, by what it offers. */
@Injectable()
export class Trials {
  constructor(
    private readonly facets: FacetRegistry,
    private readonly payments: PaymentsService,
    private readonly notifications: NotificationsService,
    private readonly calendars: CalendarsService,
    private readonly contacts: ContactsService,
    private readonly externalApi: ExternalApiService,
  ) {}

  /** Empty for a provider without any. */
  of(provider: string): Trial[] {
    const offers = (facet: typeof PaymentFacet) => this.facets.find(facet).has(provider);
    return [
      ...(offers(PaymentFacet) ? [this.payment(provider)] : []),
      ...(offers(NotifierFacet) ? [this.message(provider)] : []),
      ...(offers(CalendarFacet) ? [this.event(provider)] : []),
      ...(offers(ContactsFacet) ? [this.contact(provider)] : []),
      ...(provider === ExternalApi.api.name ? [this.processing(), this.requestStatus()] : []),
    ];
  }

  private payment(provider: string): Trial {
    const form = z.object({
      amount: z.coerce.number({ error: 'must be a whole number of minor units' }).int().min(1),
      currency: z.string().transform((code, context) => {
        const currency = parseCurrency(code.trim());
        if (currency) return currency;
        context.addIssue({ code: 'custom', message: 'must be an ISO 4217 code such as EUR' });
        return z.NEVER;
      }),
      payment_method: word.optional(),
      connection_id: connectionId,
    });
    return {
      name: 'payment',
      title: 'Take a payment',
      fields: [
        {
          name: 'amount',
          label: 'Amount',
          hint: 'In minor units: 1999 is 19.99',
          initial: '1999',
          required: true,
        },
        { name: 'currency', label: 'Currency', initial: 'EUR', required: true },
        {
          name: 'payment_method',
          label: 'Payment method',
          hint: 'The provider’s id of one; without any, the customer is asked for it',
        },
        connection,
      ],
      run: async (given) => {
        const { amount, currency, payment_method, connection_id } = form.parse(given);
        const options = { provider, connectionId: connection_id, idempotencyKey: randomUUID() };
        const input = {
          amount,
          currency,
          paymentMethod: payment_method,
          description: 'Tried in the console',
        };
        return this.payments.createPayment(input, options);
      },
    };
  }

  private message(provider: string): Trial {
    const isEmail = this.notifications.channelOf(provider) === 'email';
    const form = z.object({
      to: word,
      subject: word.optional(),
      text: z.string().min(1, 'must be there').max(40_000),
      connection_id: connectionId,
    });
    return {
      name: 'message',
      title: isEmail ? 'Send an e-mail' : 'Send a message',
      fields: [
        {
          name: 'to',
          label: 'To',
          hint: isEmail
            ? 'An e-mail address'
            : 'A channel (#general), or its id; a person’s id or e-mail address',
          required: true,
        },
        ...(isEmail
          ? [{ name: 'subject', label: 'Subject', initial: 'Hello from Hookline', required: true }]
          : []),
        { name: 'text', label: 'Text', initial: 'It works.', multiline: true, required: true },
        connection,
      ],
      run: async (given) => {
        const { connection_id, ...message } = form.parse(given);
        return this.notifications.send({ ...message, provider, connectionId: connection_id });
      },
    };
  }

  private event(provider: string): Trial {
    const moment = z.iso
      .datetime({ offset: true, error: 'must be a time such as 2026-11-21T09:00:00Z' })
      .transform((time) => new Date(time));
    const form = z.object({
      calendar: word,
      title: word,
      start: moment,
      end: moment,
      time_zone: word,
      connection_id: connectionId,
    });
    const start = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 86_400_000);
    return {
      name: 'event',
      title: 'Make a calendar event',
      fields: [
        {
          name: 'calendar',
          label: 'Calendar',
          hint: 'Its id, or primary',
          initial: 'primary',
          required: true,
        },
        { name: 'title', label: 'Title', initial: 'Tried in the console', required: true },
        { name: 'start', label: 'Starts', initial: wholeSeconds(start), required: true },
        {
          name: 'end',
          label: 'Ends',
          initial: wholeSeconds(new Date(start.getTime() + 1_800_000)),
          required: true,
        },
        {
          name: 'time_zone',
          label: 'Time zone',
          hint: 'Such as Europe/Warsaw',
          initial: 'UTC',
          required: true,
        },
        connection,
      ],
      run: async (given) => {
        const { calendar, title, start: at, end, time_zone: timeZone, connection_id } = form.parse(given);
        const event = { title, start: { at, timeZone }, end: { at: end, timeZone } };
        return this.calendars.createEvent(calendar, event, { provider, connectionId: connection_id });
      },
    };
  }

  private contact(provider: string): Trial {
    const form = z.object({
      email: word,
      first_name: word.optional(),
      last_name: word.optional(),
      connection_id: connectionId,
    });
    return {
      name: 'contact',
      title: 'Make or change a contact',
      fields: [
        { name: 'email', label: 'E-mail address', required: true },
        { name: 'first_name', label: 'First name' },
        { name: 'last_name', label: 'Last name' },
        connection,
      ],
      run: async (given) => {
        const { email, first_name: firstName, last_name: lastName, connection_id } = form.parse(given);
        return this.contacts.upsertContact(
          { email, firstName, lastName },
          { provider, connectionId: connection_id },
        );
      },
    };
  }

  private processing(): Trial {
    const form = z.object({
      input: z.string().max(100_000),
      format: word,
      connection_id: connectionId,
    });
    return {
      name: 'processing',
      title: 'Process data',
      fields: [
        { name: 'input', label: 'Data', initial: '{ "b": 1, "a": [2, 3] }', multiline: true, required: true },
        { name: 'format', label: 'Format', hint: 'Such as json, csv, text', initial: 'json', required: true },
        connection,
      ],
      run: async (given) => {
        const { connection_id, ...data } = form.parse(given);
        return this.externalApi.process(data, { connectionId: connection_id });
      },
    };
  }

  private requestStatus(): Trial {
    const form = z.object({ request_id: word, connection_id: connectionId });
    return {
      name: 'request-status',
      title: 'Ask for a request',
      fields: [
        { name: 'request_id', label: 'Request', hint: 'Its id: req_abc123', required: true },
        connection,
      ],
      run: async (given) => {
        const { request_id, connection_id } = form.parse(given);
        return this.externalApi.status(request_id, { connectionId: connection_id });
      },
    };
  }
}

function wholeSeconds(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z');
}
