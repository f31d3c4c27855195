import { createHmac } from 'node:crypto';
import type { WebhookSigner } from './webhook-signer.js';

const SECRETS = ['8f742231b10e8888abcd99yyyzzz85a5', '0123456789abcdef0123456789abcdef'] as const;

/** Slack's side: events of the Events API as JSON; a body that is no JSON goes as a form. */
export const slackSigner: WebhookSigner = {
  provider: 'slack',
  environment: { SLACK_SIGNING_SECRETS: SECRETS[0] },
  secrets: SECRETS,
  signatureHeader: 'X-Slack-Signature',
  coversBody: true,
  coversTime: true,
  sign({ secret = SECRETS[0], at = new Date(), body = slackEvent() } = {}) {
    const timestamp = Math.floor(at.getTime() / 1000);
    const digest = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
    return {
      headers: {
        'Content-Type':
          body[0] === '{'.charCodeAt(0) ? 'application/json' : 'application/x-www-form-urlencoded',
        'X-Slack-Request-Timestamp': String(timestamp),
        'X-Slack-Signature': `v0=${digest}`,
      },
      body,
    };
  },
};

let sequence = 0;

/** An event of any type; every call has an id of its own. */
export function slackEvent(
  event: { type: string; [field: string]: unknown } = { type: 'app_mention' },
): Buffer {
  sequence += 1;
  return Buffer.from(
    JSON.stringify({
      token: 'verification_token',
      team_id: 'T111',
      api_app_id: 'A111',
      event: { user: 'W222', text: '<@W111> Hi!', ts: '1595926230.009600', channel: 'C111', ...event },
      type: 'event_callback',
      event_id: `EvTest${process.pid}x${sequence}`,
      event_time: Math.floor(Date.now() / 1000),
    }),
  );
}

/** A slash command as a person types it. */
export function slackCommand(fields: Record<string, string> = {}): Buffer {
  sequence += 1;
  const form = new URLSearchParams({
    team_id: 'T111',
    channel_id: 'C111',
    user_id: 'W111',
    command: '/weather',
    text: '94070',
    response_url: 'https://hooks.slack.com/commands/T111/111/xxxxx',
    trigger_id: `111.${sequence}.xxx`,
    ...fields,
  });
  return Buffer.from(form.toString());
}

/** What Slack sends when somebody acts in its surface. */
export function slackInteraction(payload: { type: string; [field: string]: unknown }): Buffer {
  return Buffer.from(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
}
