import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isLoopback } from '../../platform/config/values.js';
import type { Call, Endpoint } from './call.js';
import { calendarOf } from './calendars.js';
import { GoogleApiError, notFound } from './errors.js';
import type { Channel } from './rows.js';
import { READ_EVENTS } from './scopes.js';

const WEEK_SECONDS = 604_800;
const MONTH_SECONDS = 2_592_000;

const wish = z.object({
  id: z.string().regex(/^[\w+/=-]{1,64}$/),
  type: z.enum(['web_hook', 'webhook']),
  address: z.url(),
  token: z.string().max(256).optional(),
  expiration: z.coerce.number().optional(),
  params: z.object({ ttl: z.coerce.number().optional() }).optional(),
});

/**
 * Opens a channel. It lives a week unless asked otherwise, a month at most. Google calls https addresses only; here those
 * of this machine do as well.
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/events/watch
 */
const watch: Endpoint = {
  method: 'POST',
  path: '/calendars/:calendarId/events/watch',
  scopes: READ_EVENTS,
  run(call) {
    const { state, account, body } = call;
    const calendar = calendarOf(call).id;
    const { data, error } = wish.safeParse(body);
    if (!data) throw new GoogleApiError(400, 'required', error.issues[0]?.message ?? 'Required');
    requireSafe(data.address);
    const taken = state.table('channel').get(data.id);
    if (taken && taken.expiresAt > Date.now()) {
      throw new GoogleApiError(400, 'channelIdNotUnique', `Channel id ${data.id} not unique`);
    }
    const wanted = data.expiration ?? Date.now() + (data.params?.ttl ?? WEEK_SECONDS) * 1000;
    const row = state.put('channel', {
      id: data.id,
      account,
      calendar,
      resourceId: resourceIdOf(call, calendar),
      address: data.address,
      token: data.token,
      expiresAt: Math.min(wanted, Date.now() + MONTH_SECONDS * 1000),
      messages: 0,
    });
    return presented(row, call.baseUrl);
  },
};

const target = z.object({ id: z.string(), resourceId: z.string() });

/** Ends a channel of the account that opened it. */
const stop: Endpoint = {
  method: 'POST',
  path: '/channels/stop',
  scopes: READ_EVENTS,
  run({ state, account, body }) {
    const { data } = target.safeParse(body);
    const row = state.table('channel').get(data?.id ?? '');
    const isThere =
      row?.account === account && row.resourceId === data?.resourceId && row.expiresAt > Date.now();
    if (!row || !isThere) throw notFound(`Channel '${data?.id ?? ''}' not found for project 'sandbox'`);
    state.delete('channel', row.id);
    return undefined;
  },
};

export const channelEndpoints: readonly Endpoint[] = [watch, stop];

/** What a channel is about. */
export function resourceUri({ calendar }: Channel, baseUrl: string): string {
  return `${baseUrl}/calendar/v3/calendars/${encodeURIComponent(calendar)}/events?alt=json`;
}

/** Google's answer about a channel. */
function presented(channel: Channel, baseUrl: string): object {
  const { id, resourceId, token, expiresAt } = channel;
  const expiration = String(expiresAt);
  return {
    kind: 'api#channel',
    id,
    resourceId,
    resourceUri: resourceUri(channel, baseUrl),
    token,
    expiration,
  };
}

function requireSafe(address: string): void {
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:' || isLoopback(hostname)) return;
  throw new GoogleApiError(400, 'webhookUrlNotHttps', `WebHook callback must be HTTPS: ${address}`);
}

/** The same for every channel of a calendar. */
function resourceIdOf({ state }: Call, calendar: string): string {
  const other = [...state.table('channel').values()].find((each) => each.calendar === calendar);
  return other?.resourceId ?? randomUUID().replaceAll('-', '');
}
