import type { Fields } from '../server.js';
import type { EventStore } from './event-store.js';
import type { GoogleState } from './rows.js';

/** A call of the API with a good credential. */
export interface Call {
  readonly state: GoogleState;
  readonly events: EventStore;
  /** The e-mail address of the account that calls. */
  readonly account: string;
  readonly query: URLSearchParams;
  readonly body: Fields;
  /** The entity tag that the event must still have; empty for any. */
  readonly ifMatch: string;
  /** Where the sandbox is: `http://127.0.0.1:12113`. */
  readonly baseUrl: string;
  /** A parameter of the path, decoded. */
  path(name: string): string;
}

/** A method of the API. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/calendar/v3`, in Fastify's notation: `/calendars/:calendarId/events`. */
  readonly path: string;
  /** Any of these is enough. */
  readonly scopes: readonly string[];
  /** What is answered; nothing for 204. @throws GoogleApiError */
  run(call: Call): object | undefined;
}
