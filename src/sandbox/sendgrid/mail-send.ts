import { randomBytes } from 'node:crypto';
import type { State } from '../state.js';
import { refusal } from './errors.js';
import { deliver } from './delivery.js';
import { type MailSendBody, readMailSendBody } from './mail-send-body.js';
import type { SendGridRows } from './rows.js';

/** Whoever sends from here has not verified the address. */
const UNVERIFIED_DOMAIN = '@unverified.example';

/**
 * Takes the messages of a request. Call it inside a transaction.
 * @returns their `X-Message-Id`; `undefined` in sandbox mode, where nothing is sent
 * @throws SendGridRefusal
 */
export function sendMail(state: State<SendGridRows>, json: unknown): string | undefined {
  const body = readMailSendBody(json);
  if (body.from.email.toLowerCase().endsWith(UNVERIFIED_DOMAIN)) {
    throw refusal(
      403,
      'The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved. Visit https://sendgrid.com/docs/for-developers/sending-email/sender-identity/ to see the Sender Identity requirements',
      'from',
    );
  }
  if (body.mail_settings?.sandbox_mode?.enable) return undefined;
  const id = randomBytes(16).toString('base64url');
  accept(state, id, body);
  return id;
}

function accept(state: State<SendGridRows>, id: string, body: MailSendBody): void {
  const created = Math.floor(Date.now() / 1000);
  const sending = state.put('sending', {
    id,
    from: body.from,
    replyTo: body.reply_to,
    subject: body.subject,
    content: body.content,
    attachments: body.attachments,
    categories: body.categories,
    templateId: body.template_id,
    sendAt: body.send_at,
    created,
  });
  for (const [index, each] of body.personalizations.entries()) {
    const envelope = state.put('envelope', {
      id: `${id}.recvd-sandbox-1-${created.toString(16).toUpperCase()}-${index}.0`,
      sending: id,
      to: each.to,
      cc: each.cc,
      bcc: each.bcc,
      subject: each.subject,
      templateData: each.dynamic_template_data,
      customArgs: each.custom_args,
      created,
    });
    deliver(state, sending, envelope);
  }
}
