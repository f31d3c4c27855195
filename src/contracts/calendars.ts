import type { CallOptions } from './calls.js';

/**
 * When something is: a moment, told in a time zone, or a whole day wherever one is.
 * - `at` with `timeZone`: an IANA zone (`Europe/Warsaw`), which recurring events repeat in, through every change of
 *   its clocks
 * - `date`: `2026-11-21`
 */
export type EventTime = { readonly at: Date; readonly timeZone: string } | { readonly date: string };

/** How often an event comes again (RFC 5545, 3.3.10). */
export interface Recurrence {
  readonly frequency: 'daily' | 'weekly' | 'monthly' | 'yearly';
  /** Every how many of them, 1 to 999. @default 1 */
  readonly interval?: number;
  /** How many times in all, the first among them. Not together with `until`. */
  readonly count?: number;
  /** The last moment at which it may begin; for whole days the last day. */
  readonly until?: Date;
  /** `['MO', 'WE']`; within a month also `1MO` (the first Monday) or `-1FR` (the last Friday). */
  readonly byDay?: readonly string[];
  /** 1 to 31, or from the month's end -1 to -31. */
  readonly byMonthDay?: readonly number[];
  /** 1 to 12. */
  readonly byMonth?: readonly number[];
  /** Occurrences that are left out, in the form of the event's own start. */
  readonly except?: readonly EventTime[];
}

export type AttendeeResponse = 'needs_action' | 'declined' | 'tentative' | 'accepted';

export interface Attendee {
  readonly email: string;
  readonly name?: string;
  /** @default false */
  readonly optional?: boolean;
  readonly response?: AttendeeResponse;
}

/** An event of a calendar, or one occurrence of an event that recurs. */
export interface CalendarEvent<Raw = unknown> {
  readonly id: string;
  readonly provider: string;
  readonly calendarId: string;
  readonly status: 'confirmed' | 'tentative' | 'cancelled';
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly location: string | undefined;
  /** `undefined` for a cancelled event of which nothing but its id is left. */
  readonly start: EventTime | undefined;
  /** The first moment, or the first whole day, that is no longer part of it. */
  readonly end: EventTime | undefined;
  readonly recurrence: Recurrence | undefined;
  /** Rules that {@link Recurrence} has no words for, as the provider keeps them (RFC 5545). */
  readonly recurrenceRules: readonly string[];
  /** The event that this is an occurrence of. */
  readonly recurringEventId: string | undefined;
  readonly attendees: readonly Attendee[];
  /** Where people meet online. */
  readonly conferenceUrl: string | undefined;
  /** Its page at the provider. */
  readonly url: string | undefined;
  /** Changes with the event. */
  readonly version: string | undefined;
  readonly createdAt: Date | undefined;
  readonly updatedAt: Date | undefined;
  readonly raw: Raw;
}

/** What an event is made of. */
export interface EventInput {
  /** 1 to 1,024 characters. */
  readonly title: string;
  readonly description?: string;
  readonly location?: string;
  readonly start: EventTime;
  /** After `start`, and of the same kind. */
  readonly end: EventTime;
  readonly recurrence?: Recurrence;
  readonly attendees?: readonly Attendee[];
  /** Makes a place to meet online. @default false */
  readonly conference?: boolean;
  /** Whether attendees hear of it by e-mail. @default true when there are any */
  readonly notifyAttendees?: boolean;
}

/** What is to be different: a field that is left out stays, `null` takes it away. */
export interface EventChange {
  readonly title?: string;
  readonly description?: string | null;
  readonly location?: string | null;
  readonly start?: EventTime;
  readonly end?: EventTime;
  readonly recurrence?: Recurrence | null;
  readonly attendees?: readonly Attendee[];
  readonly conference?: boolean;
  readonly notifyAttendees?: boolean;
  /** Only if the event is still at this {@link CalendarEvent.version}. */
  readonly ifVersion?: string;
}

export interface ListEvents {
  /** Events that end after this. */
  readonly from?: Date;
  /** Events that begin before this. */
  readonly to?: Date;
  /** Words to look for. */
  readonly search?: string;
  /** Each occurrence of a recurring event by itself, in the order of time. @default true */
  readonly expandRecurring?: boolean;
  /** How many to ask the provider for at a time, 1 to 2,500. @default 250 */
  readonly pageSize?: number;
  /** Goes on after an earlier page. */
  readonly pageToken?: string;
}

/** One page of a listing. */
export interface EventPage<Raw = unknown> {
  readonly events: readonly CalendarEvent<Raw>[];
  /** `pageToken` of the next; `undefined` on the last. */
  readonly nextPageToken: string | undefined;
}

/** What has changed since the last time. */
export interface EventChanges<Raw = unknown> {
  /** Changed, new, and deleted events (`cancelled`). */
  readonly events: readonly CalendarEvent<Raw>[];
  /** To be kept, and given the next time. */
  readonly syncToken: string;
  /** These are all events: none was given, or it was no longer good. Whatever else is known of the calendar is out of date. */
  readonly full: boolean;
}

export interface FreeBusyQuery {
  readonly from: Date;
  /** After `from`. */
  readonly to: Date;
}

/** When a calendar has something. */
export interface FreeBusy {
  readonly calendarId: string;
  /** In the order of time, none overlapping. */
  readonly busy: readonly { readonly from: Date; readonly to: Date }[];
}

/** A standing request to hear of changes, which ends by itself. */
export interface Watch {
  readonly id: string;
  readonly provider: string;
  readonly calendarId: string;
  /** The provider's own id of what is watched; needed to stop it. */
  readonly resourceId: string;
  readonly expiresAt: Date | undefined;
}

export interface WatchEvents {
  /** Where changes are told: an https address. @default Hookline's own webhook address */
  readonly address?: string;
  /**
   * What proves that a message comes from this watch, 16 to 256 characters. Needed with an address of your own.
   * @default one of Hookline's own
   */
  readonly token?: string;
  /** How long it is to last, in ms. @default as long as the provider allows */
  readonly lastsMs?: number;
}

/** One change of several that go together, and what became of it. */
export type EventOutcome<Raw = unknown> = { readonly event: CalendarEvent<Raw> } | { readonly error: Error };

/** A provider that keeps calendars, marked by `@CalendarFacet('<provider>')`. */
export interface CalendarProvider<Raw = unknown> {
  /** One page, in the order of time where recurring events are expanded. @throws NotFoundError without such a calendar */
  pageOfEvents(calendarId: string, query?: ListEvents, options?: CallOptions): Promise<EventPage<Raw>>;
  /** All pages; asks for the next one when the loop gets there. */
  listEvents(
    calendarId: string,
    query?: Omit<ListEvents, 'pageToken'>,
    options?: CallOptions,
  ): AsyncIterable<CalendarEvent<Raw>>;
  /** Without a token all events; with one what has changed since. */
  changedEvents(calendarId: string, syncToken?: string, options?: CallOptions): Promise<EventChanges<Raw>>;
  getEvent(calendarId: string, eventId: string, options?: CallOptions): Promise<CalendarEvent<Raw>>;
  /** Made once for one idempotency key. @throws ValidationError when it ends before it starts */
  createEvent(calendarId: string, input: EventInput, options?: CallOptions): Promise<CalendarEvent<Raw>>;
  /** Many at once, by the provider's batch calls. One outcome for each, in their order. */
  createEvents(
    calendarId: string,
    inputs: readonly EventInput[],
    options?: CallOptions,
  ): Promise<readonly EventOutcome<Raw>[]>;
  /** @throws ConflictError when `ifVersion` is not its version any more */
  updateEvent(
    calendarId: string,
    eventId: string,
    change: EventChange,
    options?: CallOptions,
  ): Promise<CalendarEvent<Raw>>;
  /** Succeeds, too, when it is deleted already. @throws NotFoundError when it never was there */
  deleteEvent(calendarId: string, eventId: string, options?: CallOptions): Promise<void>;
  freeBusy(
    calendarIds: readonly string[],
    query: FreeBusyQuery,
    options?: CallOptions,
  ): Promise<readonly FreeBusy[]>;
  watch(calendarId: string, wish?: WatchEvents, options?: CallOptions): Promise<Watch>;
  /** Succeeds, too, when it has ended already. */
  stopWatching(watch: Pick<Watch, 'id' | 'resourceId'>, options?: CallOptions): Promise<void>;
}
