import { z } from 'zod';
import { readBody } from './body.js';
import type { Call, Endpoint } from './endpoint.js';
import { type Answer, invalid, issue, notFound } from './errors.js';
import { deliverEvent } from './events.js';
import type { Link, PayPalEvent } from './objects.js';
import { ALGORITHM, certificateUrl, isSigned } from './webhook-signature.js';

const PATH = '/v1/notifications/webhooks-events';

const listQuery = z.object({
  page_size: z.coerce.number().int().min(1).max(300).default(10),
  start_time: z.iso.datetime({ offset: true }).optional(),
  end_time: z.iso.datetime({ offset: true }).optional(),
  event_type: z.string().optional(),
});

const question = z.object({
  auth_algo: z.string(),
  cert_url: z.string(),
  transmission_id: z.string(),
  transmission_sig: z.string(),
  transmission_time: z.string(),
  webhook_id: z.string(),
  webhook_event: z.looseObject({}),
});

export const notificationEndpoints: Endpoint[] = [
  { method: 'GET', path: PATH, api: 'webhooks/v1', answer: list },
  {
    method: 'GET',
    path: `${PATH}/:id`,
    api: 'webhooks/v1',
    answer: (call) => ({ status: 200, body: eventOf(call) }),
  },
  { method: 'POST', path: `${PATH}/:id/resend`, api: 'webhooks/v1', answer: resend },
  { method: 'POST', path: '/v1/notifications/verify-webhook-signature', api: 'webhooks/v1', answer: check },
];

function eventOf({ world, id }: Call): PayPalEvent {
  const stored = world.state.table('event').get(id);
  if (!stored) throw notFound();
  return stored.event;
}

/** Events, newest first. @see https://developer.paypal.com/docs/api/webhooks/v1/#webhooks-events_list */
function list({ world, query }: Call): Answer {
  const { data, error } = listQuery.safeParse(Object.fromEntries(query));
  if (error) {
    const field = String(error.issues[0]?.path[0]);
    throw invalid(issue('INVALID_PARAMETER_SYNTAX', { field, location: 'query' }));
  }
  const from = data.start_time === undefined ? -Infinity : Date.parse(data.start_time);
  const to = data.end_time === undefined ? Infinity : Date.parse(data.end_time);
  const events: PayPalEvent[] = [];
  for (const { event } of world.state.table('event').older()) {
    const moment = Date.parse(event.create_time);
    if (moment < from || events.length > data.page_size) break;
    const isWanted = data.event_type === undefined || event.event_type === data.event_type;
    if (moment <= to && isWanted) events.push(event);
  }
  const page = events.slice(0, data.page_size);
  const links: Link[] = [{ href: `${world.baseUrl}${PATH}?${query.toString()}`, rel: 'self', method: 'GET' }];
  const last = page.at(-1);
  if (last && events.length > page.length) {
    links.push({
      href: `${world.baseUrl}${PATH}?${before(query, last).toString()}`,
      rel: 'next',
      method: 'GET',
    });
  }
  return { status: 200, body: { events: page, count: page.length, links } };
}

/** The same question about what came before an event. No two have the same time. */
function before(query: URLSearchParams, { create_time: time }: PayPalEvent): URLSearchParams {
  const next = new URLSearchParams(query);
  next.set('end_time', new Date(Date.parse(time) - 1).toISOString());
  return next;
}

function resend(call: Call): Answer {
  const event = eventOf(call);
  deliverEvent(call.world, event);
  return { status: 202, body: event };
}

/** Whether this sandbox sent an event. @see https://developer.paypal.com/docs/api/webhooks/v1/#verify-webhook-signature_post */
function check({ world, body }: Call): Answer {
  const given = readBody(question, body);
  const transmission = {
    id: given.transmission_id,
    time: given.transmission_time,
    signature: given.transmission_sig,
  };
  const isGenuine =
    given.auth_algo === ALGORITHM &&
    given.cert_url === certificateUrl(world.baseUrl) &&
    given.webhook_id === world.webhookId &&
    isSigned(
      world.state,
      transmission,
      given.webhook_id,
      rawEvent(body) ?? JSON.stringify(given.webhook_event),
    );
  return { status: 200, body: { verification_status: isGenuine ? 'SUCCESS' : 'FAILURE' } };
}

/** The event as it was written, where it comes last: the signature covers its bytes. */
function rawEvent(body: string): string | undefined {
  const [, raw = ''] = /"webhook_event"\s*:\s*([\s\S]*)\}\s*$/.exec(body) ?? [];
  try {
    JSON.parse(raw);
    return raw;
  } catch {
    return undefined; // more fields come after it
  }
}
