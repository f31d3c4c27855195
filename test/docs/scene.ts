import type { HttpService } from '@nestjs/axios';
import { defineApi, get } from 'hookline';
import type {
  CalendarsService,
  ContactsService,
  EventsService,
  GoogleCalendarProvider,
  NotificationsService,
  PaymentsService,
  PublishOptions,
  Road,
  SendGridSuppressions,
} from 'hookline';
import { z } from 'zod';

/**
 * What samples of the documentation find without saying so: the services that a product injects, and a few values whose names
 * tell what they are. Only the compiler looks at it (typescript-samples.spec.ts).
 */

export declare const payments: PaymentsService;
export declare const notifications: NotificationsService;
export declare const calendars: CalendarsService;
export declare const calendar: GoogleCalendarProvider;
export declare const contacts: ContactsService;
export declare const events: EventsService;
export declare const suppressions: SendGridSuppressions;
export declare const road: Road;

export declare const id: string;
export declare const connectionId: string;
export declare const baseUrl: string;
export declare const yesterday: Date;
export declare const today: Date;
export declare const tomorrow: Date;
export declare const tx: NonNullable<PublishOptions['tx']>;

/** The class that members stand in when a sample shows members alone. */
export declare class Scene {
  protected readonly notifications: NotificationsService;
  protected readonly road: Road;
  protected readonly http: HttpService;
}

const Page = z.object({
  data: z.array(z.object({ id: z.string(), name: z.string() })),
  next: z.string().optional(),
});

/** What the importer has written for the pages that speak of it. */
export class Acme extends defineApi({
  name: 'acme',
  baseUrl: 'https://api.acme.com',
  operations: {
    users: {
      get: get('/users/:id', { answer: z.object({ id: z.string(), name: z.string() }) }),
      list: get('/users', { query: z.object({ after: z.string().optional() }), answer: Page }),
    },
  },
}) {}
