import { createHmac, randomBytes } from 'node:crypto';
import { merged } from '../overrides.js';
import { jsonBody, secretOf, unixSeconds, type WebhookMaker, type Wishes } from '../webhook-maker.js';
import {
  SLACK_COMMAND,
  SLACK_EVENT_FIELDS,
  SLACK_EVENTS,
  SLACK_INTERACTION_FIELDS,
  SLACK_OTHERS,
} from './events.js';

const INTERACTION = 'interaction.';

/**
 * Slack: the Events API as JSON, interactions and commands as forms.
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export const slack: WebhookMaker = {
  types: [...SLACK_EVENTS, ...SLACK_OTHERS],
  make(type, wishes, signing) {
    const form = formOf(type, wishes);
    const body = form ? Buffer.from(form.toString()) : jsonBody(eventOf(type, wishes, signing.at));
    const timestamp = String(unixSeconds(signing.at));
    const secret = secretOf(signing, 'SLACK_SIGNING_SECRETS');
    const digest = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
    return {
      headers: {
        'Content-Type': form ? 'application/x-www-form-urlencoded' : 'application/json',
        'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'X-Slack-Request-Timestamp': timestamp,
        'X-Slack-Signature': `v0=${digest}`,
      },
      body,
    };
  },
};

function eventOf(type: string, wishes: Wishes, at: Date): Wishes {
  const of = { team_id: 'T0000000001', api_app_id: 'A0000000001' };
  if (type === 'app_rate_limited') {
    return merged({ type, ...of, minute_rate_limited: unixSeconds(at), token: testId() }, wishes);
  }
  const where = { user: 'U0000000001', channel: 'C0000000001' };
  const event = {
    type: 'event_callback',
    ...of,
    event: { type, ...(SLACK_EVENT_FIELDS[type] ?? where), event_ts: `${unixSeconds(at)}.000100` },
    event_id: `Ev${testId()}`,
    event_time: unixSeconds(at),
    authorizations: [
      {
        enterprise_id: null,
        team_id: of.team_id,
        user_id: 'U0000000002',
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    event_context: `4-${testId()}`,
  };
  return merged(event, wishes);
}

/** What is no event: the fields of a command, or an interaction in the field `payload`. */
function formOf(type: string, wishes: Wishes): URLSearchParams | undefined {
  if (type === 'command') {
    const fields = merged({ ...SLACK_COMMAND, trigger_id: testId() }, wishes);
    return new URLSearchParams(
      Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
    );
  }
  if (!type.startsWith(INTERACTION)) return undefined;
  const name = type.slice(INTERACTION.length);
  const payload = {
    type: name,
    user: { id: 'U0000000001', username: 'somebody', team_id: 'T0000000001' },
    team: { id: 'T0000000001', domain: 'example' },
    api_app_id: 'A0000000001',
    trigger_id: testId(),
    ...SLACK_INTERACTION_FIELDS[name],
  };
  return new URLSearchParams({ payload: JSON.stringify(merged(payload, wishes)) });
}

function testId(): string {
  return `T${randomBytes(6).toString('hex')}`;
}
