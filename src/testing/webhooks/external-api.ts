import { createHmac, randomUUID } from 'node:crypto';
import { merged } from './overrides.js';
import { jsonBody, secretOf, unixSeconds, type WebhookMaker } from './webhook-maker.js';

/** Callbacks of the generic external API, signed with their time. */
export const externalApi: WebhookMaker = {
  types: ['request.completed', 'request.failed'],
  make(type, wishes, signing) {
    const time = signing.at.toISOString();
    const status = type.replace(/^request\./, '');
    const result = status === 'completed' ? { processed_data: 'done', metadata: {} } : null;
    const callback = {
      request_id: `req_${randomUUID()}`,
      status,
      result,
      created_at: time,
      completed_at: time,
    };
    const body = jsonBody(merged(callback, wishes));
    const timestamp = String(unixSeconds(signing.at));
    const digest = createHmac('sha256', secretOf(signing, 'EXTERNAL_WEBHOOK_SECRETS'))
      .update(`${timestamp}.`)
      .update(body)
      .digest('hex');
    return {
      headers: {
        'Content-Type': 'application/json',
        'X-Webhook-Signature': `sha256=${digest}`,
        'X-Webhook-Timestamp': timestamp,
      },
      body,
    };
  },
};
