import { createHmac } from 'node:crypto';
import { merged } from '../overrides.js';
import { jsonBody, secretOf, unixSeconds, type WebhookMaker, type Wishes } from '../webhook-maker.js';
import { STRIPE_OBJECT_OF } from './events.js';
import { stripeObject, testId } from './objects.js';
import { STRIPE_THIN_EVENTS } from './thin-events.js';

const API_VERSION = '2026-10-28.endive';

/** Stripe: snapshots, and thin events of its API v2. @see https://docs.stripe.com/webhooks#verify-manually */
export const stripe: WebhookMaker = {
  types: [...STRIPE_OBJECT_OF.keys(), ...STRIPE_THIN_EVENTS],
  make(type, wishes, signing) {
    const timestamp = unixSeconds(signing.at);
    const body = jsonBody(eventOf(type, wishes, signing.at));
    const secret = secretOf(signing, 'STRIPE_WEBHOOK_SECRETS');
    const digest = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
    return {
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'Stripe-Signature': `t=${timestamp},v1=${digest}`,
      },
      body,
    };
  },
};

function eventOf(type: string, wishes: Wishes, at: Date): Wishes {
  const created = unixSeconds(at);
  const object = STRIPE_OBJECT_OF.get(type);
  if (object === undefined) return merged(thinEvent(type, at), wishes);
  const event = {
    id: `evt_${testId()}`,
    object: 'event',
    api_version: API_VERSION,
    created,
    data: { object: stripeObject(type, object, created) },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
  return merged(event, wishes);
}

/** That something happened, and where to read it. */
function thinEvent(type: string, at: Date): Wishes {
  const [version = 'v2', ...words] = type.split('.');
  const kind = words.slice(0, -1).join('.');
  const id = `${kind.replaceAll(/[^a-z]/g, '').slice(0, 6)}_${testId()}`;
  return {
    id: `evt_${testId()}`,
    object: 'v2.core.event',
    type,
    created: at.toISOString(),
    livemode: false,
    context: null,
    related_object: { id, type: kind, url: `/${version}/${kind.replaceAll('.', '/')}s/${id}` },
  };
}
