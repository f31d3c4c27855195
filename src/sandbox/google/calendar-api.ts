import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuthorizationServer } from '../oauth/authorization-server.js';
import { bearerToken, pathParameter, readFields, readQuery, sendJson } from '../server.js';
import { type ChannelState, openChannel, presented, stopChannel } from './channels.js';
import { GoogleApiError, insufficientScopes, invalidCredentials, notFound } from './errors.js';
import { eventsOf } from './events.js';
import { type Calendar, calendarsOf } from './people.js';
import { LIST_CALENDARS, READ_EVENTS } from './scopes.js';

const TIME_ZONE = 'Europe/London';

/** Serves as much of the Calendar API as there is: calendars, events to read, and channels. */
export function serveCalendars(
  server: FastifyInstance,
  state: ChannelState,
  authorization: AuthorizationServer,
  baseUrl: () => string,
): void {
  server.get('/calendar/v3/users/me/calendarList', (request, reply) =>
    answer(reply, () => {
      const account = authenticate(request, LIST_CALENDARS);
      return { kind: 'calendar#calendarList', etag: '"1"', items: calendarsOf(account).map(listEntry) };
    }),
  );

  server.get('/calendar/v3/calendars/:calendarId/events', (request, reply) =>
    answer(reply, () => {
      const calendar = findCalendar(request, authenticate(request, READ_EVENTS));
      const { summary, accessRole } = calendar;
      const about = { kind: 'calendar#events', etag: '"1"', summary, accessRole, timeZone: TIME_ZONE };
      return { ...about, defaultReminders: [], ...eventsOf(calendar.id, readQuery(request)) };
    }),
  );

  server.post('/calendar/v3/calendars/:calendarId/events/watch', (request, reply) =>
    answer(reply, () => {
      const account = authenticate(request, READ_EVENTS);
      const calendar = findCalendar(request, account).id;
      return presented(openChannel(state, { account, calendar }, readFields(request)), baseUrl());
    }),
  );

  server.post('/calendar/v3/channels/stop', (request, reply) =>
    answer(reply, () => {
      stopChannel(state, authenticate(request, READ_EVENTS), readFields(request));
      return undefined;
    }),
  );

  /** The account of the request's token. @throws GoogleApiError unless the token is good and has one of the scopes */
  function authenticate(request: FastifyRequest, scopes: readonly string[]): string {
    const standing = authorization.standing(bearerToken(request) ?? '');
    if (standing.is !== 'good') throw invalidCredentials();
    if (!standing.token.scopes.some((scope) => scopes.includes(scope))) throw insufficientScopes();
    return standing.grant.account;
  }
}

function findCalendar(request: FastifyRequest, account: string): Calendar {
  const wanted = pathParameter(request, 'calendarId');
  const calendar = calendarsOf(account).find(
    ({ id, primary }) => id === wanted || (primary && wanted === 'primary'),
  );
  if (!calendar) throw notFound();
  return calendar;
}

function listEntry(calendar: Calendar): object {
  return {
    kind: 'calendar#calendarListEntry',
    etag: '"1"',
    timeZone: TIME_ZONE,
    selected: true,
    defaultReminders: [],
    ...calendar,
  };
}

async function answer(reply: FastifyReply, run: () => object | undefined): Promise<void> {
  try {
    const body = run();
    await (body ? sendJson(reply, 200, body) : reply.status(204).send());
  } catch (error) {
    if (!(error instanceof GoogleApiError)) throw error;
    await sendJson(reply, error.status, error.toBody());
  }
}
