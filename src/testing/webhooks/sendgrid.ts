import { createPrivateKey, createSign, randomUUID } from 'node:crypto';
import type { WebhookType } from '../../contracts/webhooks.js';
import { merged } from './overrides.js';
import { secretOf, unixSeconds, type Signing, type WebhookMaker } from './webhook-maker.js';
import { sendgridKeyPair } from './webhook-secrets.js';

type Fields = Readonly<Record<string, unknown>>;

const BROWSER = { ip: '203.0.113.7', useragent: 'Mozilla/5.0 (testing)' };

const FIELDS: Readonly<Record<WebhookType<'sendgrid'>, Fields>> = {
  processed: {},
  dropped: { reason: 'Bounced Address', status: '5.0.0' },
  delivered: { response: '250 OK', ip: '203.0.113.9', tls: 1 },
  deferred: { response: '451 try again later', attempt: '1', ip: '203.0.113.9', tls: 1 },
  bounce: {
    type: 'bounce',
    reason: '550 no such user',
    status: '5.1.1',
    bounce_classification: 'Invalid Address',
  },
  open: { ...BROWSER, sg_machine_open: false, sg_content_type: 'html' },
  click: { ...BROWSER, url: 'https://shop.example/orders/42', url_offset: { index: 0, type: 'html' } },
  spamreport: BROWSER,
  unsubscribe: BROWSER,
  group_unsubscribe: { ...BROWSER, asm_group_id: 10 },
  group_resubscribe: { ...BROWSER, asm_group_id: 10 },
  account_status_change: { type: 'compliance_suspend' },
};

const isListed = (type: string): type is WebhookType<'sendgrid'> => Object.hasOwn(FIELDS, type);

/**
 * SendGrid: ECDSA over time and body. The body is a list, with the one event in it.
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export const sendgrid: WebhookMaker = {
  types: Object.keys(FIELDS),
  make(type, wishes, signing) {
    const timestamp = String(unixSeconds(signing.at));
    const body = Buffer.from(`[${JSON.stringify(merged(eventOf(type, signing.at), wishes))}]\r\n`);
    const signature = createSign('sha256')
      .update(timestamp)
      .update(body)
      .sign(privateKeyOf(signing), 'base64');
    return {
      headers: {
        'Content-Type': 'application/json;charset=utf-8',
        'User-Agent': 'SendGrid Event API',
        'X-Twilio-Email-Event-Webhook-Signature': signature,
        'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
      },
      body,
    };
  },
};

function eventOf(type: string, at: Date): Fields {
  const common = { event: type, timestamp: unixSeconds(at), sg_event_id: randomUUID() };
  const fields = isListed(type) ? FIELDS[type] : {};
  if (type === 'account_status_change') return { ...common, ...fields };
  return {
    email: 'recipient@example.com',
    ...common,
    'smtp-id': '<testing@ismtpd-555>',
    sg_message_id: 'testing.filter0001.16648.5515E0B88.0',
    ...fields,
  };
}

function privateKeyOf(signing: Signing) {
  const { publicKey, privateKey } = sendgridKeyPair();
  if (secretOf(signing, 'SENDGRID_WEBHOOK_PUBLIC_KEYS') !== publicKey) {
    throw new Error(
      'Only SendGrid has the private half of SENDGRID_WEBHOOK_PUBLIC_KEYS. For tests, let webhookSecrets() or startSandboxes ' +
        'set that variable.',
    );
  }
  return createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
}
