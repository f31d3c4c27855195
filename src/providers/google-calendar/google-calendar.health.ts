import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ProviderHealth } from '../../contracts/health.js';
import { HealthFacet } from '../../platform/facets/facets.js';
import { GoogleCalendarClient } from './google-calendar.client.js';

/** Google Calendar's row on `/health`: asks for the first of the account's calendars, which changes nothing. */
@Injectable()
@HealthFacet('google-calendar')
export class GoogleCalendarHealth implements ProviderHealth {
  readonly variables = ['GOOGLE_SERVICE_ACCOUNT'];

  constructor(private readonly google: GoogleCalendarClient) {}

  get configured(): boolean {
    return this.google.configured;
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.google.call(
      'health.probe',
      {
        method: 'GET',
        path: '/calendar/v3/users/me/calendarList',
        query: { maxResults: '1' },
        answer: z.looseObject({}),
      },
      { signal },
    );
  }
}
