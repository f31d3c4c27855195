import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isLoopback } from '../../platform/config/values.js';
import type { State } from '../state.js';
import { GoogleApiError, notFound } from './errors.js';

const WEEK_SECONDS = 604_800;
const MONTH_SECONDS = 2_592_000;

/** A channel for notifications of a calendar's events. */
export const channel = z.object({
  id: z.string(),
  account: z.string(),
  calendar: z.string(),
  resourceId: z.string(),
  address: z.string(),
  token: z.string().optional(),
  /** Unix time in ms. */
  expiresAt: z.number(),
});

export type Channel = z.output<typeof channel>;
export type ChannelState = Pick<State<{ channel: Channel }>, 'table' | 'put' | 'delete' | 'transaction'>;

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
 * @throws GoogleApiError for what is wrong with it
 */
export function openChannel(
  state: ChannelState,
  about: { account: string; calendar: string },
  body: unknown,
): Channel {
  const { data, error } = wish.safeParse(body);
  if (!data) throw new GoogleApiError(400, 'required', error.issues[0]?.message ?? 'Required');
  const { protocol, hostname } = new URL(data.address);
  if (protocol !== 'https:' && !isLoopback(hostname)) {
    throw new GoogleApiError(400, 'webhookUrlNotHttps', `WebHook callback must be HTTPS: ${data.address}`);
  }
  const taken = state.table('channel').get(data.id);
  if (taken && taken.expiresAt > Date.now()) {
    throw new GoogleApiError(400, 'channelIdNotUnique', `Channel id ${data.id} not unique`);
  }
  const wanted = data.expiration ?? Date.now() + (data.params?.ttl ?? WEEK_SECONDS) * 1000;
  const row = {
    ...about,
    id: data.id,
    resourceId: resourceIdOf(state, about.calendar),
    address: data.address,
    token: data.token,
    expiresAt: Math.min(wanted, Date.now() + MONTH_SECONDS * 1000),
  };
  return state.transaction(() => state.put('channel', row));
}

const target = z.object({ id: z.string(), resourceId: z.string() });

/** @throws GoogleApiError 404 for one that is not there, or not the account's */
export function stopChannel(state: ChannelState, account: string, body: unknown): void {
  const { data } = target.safeParse(body);
  const row = state.table('channel').get(data?.id ?? '');
  const isThere =
    row?.account === account && row.resourceId === data?.resourceId && row.expiresAt > Date.now();
  if (!row || !isThere) throw notFound(`Channel '${data?.id ?? ''}' not found for project 'sandbox'`);
  state.transaction(() => state.delete('channel', row.id));
}

/** Google's answer about a channel. */
export function presented({ id, resourceId, calendar, token, expiresAt }: Channel, baseUrl: string): object {
  return {
    kind: 'api#channel',
    id,
    resourceId,
    resourceUri: `${baseUrl}/calendar/v3/calendars/${encodeURIComponent(calendar)}/events?alt=json`,
    token,
    expiration: String(expiresAt),
  };
}

/** The same for every channel of a calendar. */
function resourceIdOf(state: ChannelState, calendar: string): string {
  const other = [...state.table('channel').values()].find((each) => each.calendar === calendar);
  return other?.resourceId ?? randomUUID().replaceAll('-', '');
}
