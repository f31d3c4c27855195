import { Injectable } from '@nestjs/common';
import type { OutcomeFinding, OutcomeResolver, UnknownOutcomeRecord } from '../../contracts/outcomes.js';
import { NotFoundError } from '../../contracts/errors.js';
import { OutcomeResolverFacet } from '../../platform/facets/facets.js';
import { EVENT, EVENTS, GoogleCalendarClient } from './google-calendar.client.js';
import { googleEvent, type GoogleCalendarEvent } from './events/event-mapping.js';

/** How long after a call was given up Google may still carry it out, in ms. Google names no limit. */
const LATE_REQUEST_MS = 300_000;

/** How long one look may take, in ms. */
const LOOK_TIMEOUT_MS = 120_000;

/** Finds out at Google whether an event was made or deleted, when the answer was lost. */
@Injectable()
@OutcomeResolverFacet('google-calendar')
export class GoogleCalendarOutcomes implements OutcomeResolver {
  constructor(private readonly google: GoogleCalendarClient) {}

  async resolve(outcome: UnknownOutcomeRecord, signal: AbortSignal): Promise<OutcomeFinding> {
    const wanted = eventOf(outcome);
    if (!wanted) return { status: 'unknown' };
    const { connectionId, givenUpAt } = outcome;
    const mayStillHappen = Date.now() <= givenUpAt.getTime() + LATE_REQUEST_MS;
    const event = await this.find(wanted, {
      signal,
      timeoutMs: LOOK_TIMEOUT_MS,
      ...(connectionId !== undefined && { connectionId }),
    });
    const isDeleted = !event || event.status === 'cancelled';
    // What was made is there even if it was deleted since.
    const hasHappened = outcome.method === 'DELETE' ? isDeleted : event !== undefined;
    if (hasHappened) return { status: 'happened', objectId: wanted.eventId };
    return { status: mayStillHappen ? 'unknown' : 'not_happened' };
  }

  private async find(
    params: { calendarId: string; eventId: string },
    options: { signal: AbortSignal; timeoutMs: number; connectionId?: string },
  ): Promise<GoogleCalendarEvent | undefined> {
    const call = { method: 'GET', path: EVENT, params, answer: googleEvent } as const;
    try {
      return await this.google.call('outcomes.resolve', call, options);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }
}

/** The event that a call was to make, by the id that we chose, or to delete. What a change has done cannot be seen. */
function eventOf({ method, endpoint, path, reference }: UnknownOutcomeRecord) {
  const segments = path.split('/').map(decodeURIComponent);
  if (method === 'POST' && endpoint.endsWith(EVENTS) && reference !== undefined) {
    return { calendarId: segments.at(-2) ?? '', eventId: reference };
  }
  if (method === 'DELETE' && endpoint.endsWith(EVENT)) {
    return { calendarId: segments.at(-3) ?? '', eventId: segments.at(-1) ?? '' };
  }
  return undefined;
}
