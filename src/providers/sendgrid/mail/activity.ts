import { z } from 'zod';
import type { CallOptions } from '../../../contracts/calls.js';
import { NotFoundError, PermissionError } from '../../../contracts/errors.js';
import type { SendGridClient } from '../sendgrid.client.js';
import { REFERENCE_ARGUMENT } from './mail.js';

/** The operation that looks messages up. */
export const LOOKING = 'notifications.find';

const activity = z.looseObject({ msg_id: z.string().min(1), last_event_time: z.iso.datetime() });
const activities = z.object({ messages: z.array(activity) });

/** A message as SendGrid's activity shows it. */
export type SendGridActivity = z.output<typeof activity>;

/**
 * Looks for a message by our reference, in which `"` must not stand. It shows up some minutes after it was taken.
 * @throws PermissionError when the account has no Email Activity API: it is bought beside the plan
 * @see https://www.twilio.com/docs/sendgrid/api-reference/email-activity/filter-all-messages
 */
export async function findInActivity(
  sendgrid: SendGridClient,
  reference: string,
  options: CallOptions,
): Promise<SendGridActivity | undefined> {
  const query = { query: `(unique_args['${REFERENCE_ARGUMENT}']="${reference}")`, limit: '1' };
  const call = { method: 'GET', path: '/v3/messages', query, answer: activities } as const;
  try {
    const { messages } = await sendgrid.call(LOOKING, call, options);
    return messages[0];
  } catch (error) {
    if (error instanceof NotFoundError && error.status === 404) throw noActivity(error);
    throw error;
  }
}

function noActivity(cause: NotFoundError): PermissionError {
  const message =
    'SendGrid cannot tell what became of the message: the account has no Email Activity API. Buy additional email ' +
    'activity history, or look in SendGrid’s activity feed.';
  return new PermissionError(message, { provider: 'sendgrid', operation: LOOKING, status: 404, cause });
}
