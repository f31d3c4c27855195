import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathParameter, readFields, sendJson } from '../server.js';
import { calendarEndpoints } from './calendar-endpoints.js';
import type { Call, Endpoint } from './call.js';
import { channelEndpoints } from './channels.js';
import type { Credentials } from './credentials.js';
import { notFound } from './errors.js';
import type { EventStore } from './event-store.js';
import { eventEndpoints } from './events.js';
import { exchange } from './exchange.js';
import { freeBusyEndpoints } from './free-busy.js';
import { listEndpoints } from './list-events.js';
import type { GoogleState } from './rows.js';

/** Where the API is. */
export const API_PATH = '/calendar/v3';

const ENDPOINTS: readonly Endpoint[] = [
  ...calendarEndpoints,
  ...listEndpoints,
  ...eventEndpoints,
  ...freeBusyEndpoints,
  ...channelEndpoints,
];

/** What the API works with. */
export interface ApiParts {
  state: GoogleState;
  events: EventStore;
  credentials: Credentials;
  baseUrl: () => string;
}

/** Serves the Calendar API. @see https://developers.google.com/workspace/calendar/api/v3/reference */
export function serveApi(server: FastifyInstance, parts: ApiParts): void {
  const { state, events, credentials, baseUrl } = parts;
  for (const { method, path, scopes, run } of ENDPOINTS) {
    server.route({
      method,
      url: API_PATH + path,
      handler: (request, reply) =>
        exchange(reply, async () => {
          const account = await credentials.accountOf(request, scopes);
          const body = state.transaction(() => run(callOf(request, account)));
          if (body) await sendJson(reply, 200, body);
          else await reply.status(204).send();
        }),
    });
  }
  server.all(`${API_PATH}/*`, (_request, reply) => exchange(reply, () => Promise.reject(notFound())));

  function callOf(request: FastifyRequest, account: string): Call {
    return {
      state,
      events,
      account,
      query: new URL(request.url, baseUrl()).searchParams,
      body: readFields(request),
      ifMatch: request.headers['if-match'] ?? '',
      baseUrl: baseUrl(),
      path: (name) => pathParameter(request, name),
    };
  }
}
