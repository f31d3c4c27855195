import { Stripe } from 'stripe';
import { z } from 'zod';
import { type Call, type Endpoint, endpoint } from './endpoint.js';
import { invalidParameter, noSuch } from './errors.js';
import { newId } from './ids.js';
import { createdParameter, isWithin, page, pageParameters } from './lists.js';
import type { Event } from './objects.js';
import { text } from './parameters.js';

/** The version of the API whose shapes the sandbox answers with: that of the installed SDK. */
export const API_VERSION: string = Stripe.API_VERSION;

/**
 * Notes that something happened, to be read at `/v1/events` and delivered as a webhook. `previous` holds the old
 * values of the fields that changed.
 */
export function recordEvent(call: Call, type: string, object: object, previous?: object): void {
  const event: Event = {
    id: newId('event'),
    object: 'event',
    api_version: API_VERSION,
    created: Math.floor(Date.now() / 1000),
    data: { object, ...(previous && { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: call.sendsWebhooks ? 1 : 0,
    request: call.request,
    type,
  };
  call.state.put('event', event);
  if (call.sendsWebhooks) {
    call.state.put('delivery', { id: event.id, attempts: 0, nextAttemptAt: Date.now() });
  }
}

const listParameters = z.strictObject({
  ...pageParameters,
  created: createdParameter,
  type: text().optional(),
  types: z.array(text()).max(20).optional(),
  delivery_success: z.enum(['true', 'false']).optional(),
});

export const eventEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/events', listParameters, ({ state }, query) => {
    if (query.type !== undefined && query.types !== undefined) {
      throw invalidParameter('You may only specify one of these parameters: type, types.', {
        code: 'parameters_exclusive',
      });
    }
    const types = query.types ?? (query.type === undefined ? undefined : [query.type]);
    return page(state.table('event'), query, {
      kind: 'event',
      url: '/v1/events',
      matches: (event) =>
        isWithin(event.created, query.created) &&
        (!types || types.some((type) => isOfType(event.type, type))) &&
        (!query.delivery_success || (event.pending_webhooks === 0) === (query.delivery_success === 'true')),
    });
  }),

  endpoint('GET', '/v1/events/:id', z.strictObject({}), ({ state }, _, { id }) => {
    const event = state.table('event').get(id);
    if (!event) throw noSuch('event', id, 'id');
    return event;
  }),
];

/** `charge.*` stands for every type that begins with `charge.`. */
function isOfType(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}
