import type { State } from '../state.js';
import { refusal } from './errors.js';
import { eventsOf } from './events.js';
import { mailOf } from './mail.js';
import type { Envelope, SendGridRows } from './rows.js';

const MAX_LIMIT = 1000;

/** The comparisons that it understands, each alone. */
const COMPARISONS: readonly (readonly [RegExp, (envelope: Envelope, ...parts: string[]) => boolean])[] = [
  [
    /^\(?unique_args\['([^']+)'\]\s*=\s*"([^"]*)"\)?$/,
    ({ customArgs }, name = '', value) => customArgs[name] === value,
  ],
  [/^\(?to_email\s*=\s*"([^"]*)"\)?$/, ({ to }, email) => to.some((each) => each.email === email)],
  [/^\(?msg_id\s*=\s*"([^"]*)"\)?$/, ({ id }, wanted) => id === wanted],
];

/**
 * The messages that a query finds, newest first.
 * @see https://www.twilio.com/docs/sendgrid/api-reference/email-activity/filter-all-messages
 * @throws SendGridRefusal for a query or limit that it does not understand
 */
export function searchActivity(state: State<SendGridRows>, query: Readonly<Record<string, string>>): object {
  const limit = Number(query['limit'] ?? '10');
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) throw refusal(400, 'invalid limit');
  const fits = readQuery(query['query'] ?? '');
  const found = [...state.table('envelope').older()].filter(fits).slice(0, limit);
  return { messages: found.map((envelope) => line(state, envelope)) };
}

function readQuery(text: string): (envelope: Envelope) => boolean {
  for (const [pattern, compare] of COMPARISONS) {
    const [, ...parts] = pattern.exec(text) ?? [];
    if (parts.length > 0) return (envelope) => compare(envelope, ...parts);
  }
  throw refusal(400, `invalid syntax: '${text}'`);
}

function line(state: State<SendGridRows>, envelope: Envelope): object {
  const { from, subject } = mailOf(state, envelope);
  const events = eventsOf(state, envelope.id).map(({ body }) => body);
  const count = (word: string) => events.filter(({ event }) => event === word).length;
  return {
    from_email: from.email,
    msg_id: envelope.id,
    subject,
    to_email: envelope.to[0]?.email ?? '',
    status: statusOf(count),
    opens_count: count('open'),
    clicks_count: count('click'),
    last_event_time: new Date((events.at(-1)?.timestamp ?? envelope.created) * 1000)
      .toISOString()
      .replace('.000Z', 'Z'),
  };
}

function statusOf(count: (word: string) => number): string {
  if (count('bounce') + count('dropped') > 0) return 'not_delivered';
  return count('delivered') > 0 ? 'delivered' : 'processed';
}
