import { Injectable, type OnModuleInit } from '@nestjs/common';
import type {
  CalendarEvent,
  CalendarProvider,
  EventChange,
  EventChanges,
  EventInput,
  EventOutcome,
  EventPage,
  FreeBusy,
  FreeBusyQuery,
  ListEvents,
  Watch,
  WatchEvents,
} from '../contracts/calendars.js';
import type { CallOptions } from '../contracts/calls.js';
import { NotFoundError } from '../contracts/errors.js';
import { FacetRegistry } from '../platform/facets/facet-registry.js';
import { CalendarFacet } from '../platform/facets/facets.js';

const DEFAULT_PROVIDER = 'google-calendar';

export interface CalendarOptions extends CallOptions {
  /** The provider's name. @default 'google-calendar' */
  provider?: string;
}

/**
 * Calendars at whichever provider is asked for. All methods are those of {@link CalendarProvider}, and besides throw
 * NotFoundError for a provider that there is none of.
 */
@Injectable()
export class CalendarsService implements CalendarProvider, OnModuleInit {
  private providers = new Map<string, CalendarProvider>();

  constructor(private readonly facets: FacetRegistry) {}

  onModuleInit(): void {
    this.providers = this.facets.find<CalendarProvider>(CalendarFacet);
  }

  async pageOfEvents(
    calendarId: string,
    query: ListEvents = {},
    options: CalendarOptions = {},
  ): Promise<EventPage> {
    return this.provider('events.list', options).pageOfEvents(calendarId, query, options);
  }

  async *listEvents(
    calendarId: string,
    query: Omit<ListEvents, 'pageToken'> = {},
    options: CalendarOptions = {},
  ): AsyncGenerator<CalendarEvent, void> {
    yield* this.provider('events.list', options).listEvents(calendarId, query, options);
  }

  async changedEvents(
    calendarId: string,
    syncToken?: string,
    options: CalendarOptions = {},
  ): Promise<EventChanges> {
    return this.provider('events.changes', options).changedEvents(calendarId, syncToken, options);
  }

  async getEvent(calendarId: string, eventId: string, options: CalendarOptions = {}): Promise<CalendarEvent> {
    return this.provider('events.get', options).getEvent(calendarId, eventId, options);
  }

  async createEvent(
    calendarId: string,
    input: EventInput,
    options: CalendarOptions = {},
  ): Promise<CalendarEvent> {
    return this.provider('events.create', options).createEvent(calendarId, input, options);
  }

  async createEvents(
    calendarId: string,
    inputs: readonly EventInput[],
    options: CalendarOptions = {},
  ): Promise<readonly EventOutcome[]> {
    return this.provider('events.create', options).createEvents(calendarId, inputs, options);
  }

  async updateEvent(
    calendarId: string,
    eventId: string,
    change: EventChange,
    options: CalendarOptions = {},
  ): Promise<CalendarEvent> {
    return this.provider('events.update', options).updateEvent(calendarId, eventId, change, options);
  }

  async deleteEvent(calendarId: string, eventId: string, options: CalendarOptions = {}): Promise<void> {
    return this.provider('events.delete', options).deleteEvent(calendarId, eventId, options);
  }

  async freeBusy(
    calendarIds: readonly string[],
    query: FreeBusyQuery,
    options: CalendarOptions = {},
  ): Promise<readonly FreeBusy[]> {
    return this.provider('freeBusy.query', options).freeBusy(calendarIds, query, options);
  }

  async watch(calendarId: string, wish: WatchEvents = {}, options: CalendarOptions = {}): Promise<Watch> {
    return this.provider('events.watch', options).watch(calendarId, wish, options);
  }

  async stopWatching(watch: Pick<Watch, 'id' | 'resourceId'>, options: CalendarOptions = {}): Promise<void> {
    return this.provider('events.stopWatching', options).stopWatching(watch, options);
  }

  private provider(
    operation: string,
    { provider: name = DEFAULT_PROVIDER }: CalendarOptions,
  ): CalendarProvider {
    const provider = this.providers.get(name);
    if (provider) return provider;
    const known = [...this.providers.keys()].join(', ') || 'none is loaded';
    const message = `There is no calendar provider ${JSON.stringify(name)}. Known: ${known}.`;
    throw new NotFoundError(message, { provider: name, operation });
  }
}
