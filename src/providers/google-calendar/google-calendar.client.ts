import { Inject, Injectable } from '@nestjs/common';
import { Connections } from '../../connections/accounts/connections.service.js';
import { ProviderApi, type ApiCall, type ApiOperation } from '../../connections/roads/provider-api.js';
import type { CallOptions } from '../../contracts/calls.js';
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
export class GoogleCalendarClient {
  private readonly api: ProviderApi;

  constructor(
    @Inject(googleCalendarConfig.token) { serviceAccount }: GoogleCalendarConfig,
    @InjectRoad('google-calendar') road: Road,
    @Inject(Connections) connections: Pick<Connections, 'actingFor'>,
  ) {
    this.api = new ProviderApi({
      road,
      connections,
      title: 'Google',
      baseUrlVariable: 'GOOGLE_API_BASE_URL',
      missing: serviceAccount ? undefined : MISSING,
      refusalOf,
    });
  }

  /** Whether the environment has an account to call for where no connection is named. */
  get configured(): boolean {
    return this.api.configured;
  }

  /** Runs one operation of several calls. @throws what {@link ProviderApi.perform} throws */
  perform<T>(
    operation: string,
    options: CallOptions,
    work: (google: ApiOperation) => Promise<T>,
  ): Promise<T> {
    return this.api.perform(operation, options, work);
  }

  /** Makes one call, as an operation of its own. @throws what {@link ApiOperation.call} throws */
  call<Answer>(operation: string, call: ApiCall<Answer>, options: CallOptions): Promise<Answer> {
    return this.api.call(operation, call, options);
  }
}
