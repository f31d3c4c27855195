import { Inject, Injectable } from '@nestjs/common';
import { Connections } from '../../connections/accounts/connections.service.js';
import { ProviderApi } from '../../connections/roads/provider-api.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { Road } from '../../outbound/road.js';
import { googleCalendarConfig, type GoogleCalendarConfig } from './google-calendar.config.js';
import { refusalOf } from './google-calendar.errors.js';

const MISSING =
  'No Google account was named, and none is configured. Name a connection (connection_id) or its tenant. Set GOOGLE_SERVICE_ACCOUNT ' +
  '(the content of a service account’s JSON key file) for what names none; events of webhooks can be replayed then.';

/** Where the events of a calendar are. */
export const EVENTS = '/calendar/v3/calendars/:calendarId/events';

/** Where one event of a calendar is. */
export const EVENT = `${EVENTS}/:eventId`;

/** Google's Calendar API on our road out, for connected accounts and for that of `GOOGLE_SERVICE_ACCOUNT`. */
@Injectable()
export class GoogleCalendarClient extends ProviderApi {
  constructor(
    @Inject(googleCalendarConfig.token) { serviceAccount }: GoogleCalendarConfig,
    @InjectRoad('google-calendar') road: Road,
    @Inject(Connections) connections: Pick<Connections, 'actingFor'>,
  ) {
    super({
      road,
      connections,
      title: 'Google',
      baseUrlVariable: 'GOOGLE_API_BASE_URL',
      missing: serviceAccount ? undefined : MISSING,
      refusalOf,
    });
  }
}
