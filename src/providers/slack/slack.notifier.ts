import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { CallOptions } from '../../contracts/calls.js';
import { ValidationError } from '../../contracts/errors.js';
import type { Notification, Notifier, SentMessage } from '../../contracts/notifications.js';
import { NotifierFacet } from '../../platform/facets/facets.js';
import { SlackClient } from './slack.client.js';

const OPERATION = 'notifications.send';

/** Seconds and a counter: the time of a message, which is its id within its channel. */
const timestamp = z.string().regex(/^\d{1,12}\.\d{1,9}$/);

/** @see https://docs.slack.dev/reference/methods/chat.postMessage#examples */
const posted = z.looseObject({
  channel: z.string().min(1),
  ts: timestamp,
  message: z.looseObject({}).optional(),
});

/** What Slack answers to a message. */
type SlackPosted = z.output<typeof posted>;

/** Messages to Slack's channels and people. */
@Injectable()
@NotifierFacet('slack')
export class SlackNotifier implements Notifier<SlackPosted> {
  readonly channel = 'chat';

  constructor(private readonly slack: SlackClient) {}

  check({ thread }: Notification): void {
    if (thread !== undefined) timestampOf(thread);
  }

  /**
   * Posts a message. Slack knows no idempotency keys: when its answer is lost, the message is not sent again.
   * @throws ValidationError when `thread` is no id of a message, or Slack refuses the text
   * @throws NotFoundError, UnprocessableError when the channel is not there, or the app not in it
   * @throws whatever {@link SlackClient.call} throws
   */
  async send(message: Notification, options: CallOptions = {}): Promise<SentMessage<SlackPosted>> {
    const { to, text = '', thread } = message;
    const form = {
      channel: to,
      text,
      ...(thread !== undefined && { thread_ts: timestampOf(thread) }),
    };
    const raw = await this.slack.call(
      OPERATION,
      { method: 'chat.postMessage', form, answer: posted },
      options,
    );
    return {
      messageId: `${raw.channel}/${raw.ts}`,
      provider: 'slack',
      channel: this.channel,
      to: raw.channel,
      sentAt: new Date(Number(raw.ts) * 1000),
      raw,
    };
  }
}

/** A receipt's id is the channel's and the message's, which is unique in its channel only. */
function timestampOf(thread: string): string {
  const { data } = timestamp.safeParse(thread.slice(thread.indexOf('/') + 1));
  if (data !== undefined) return data;
  throw new ValidationError(
    `${OPERATION} cannot answer to that message: see thread.`,
    { provider: 'slack', operation: OPERATION },
    [{ field: 'thread', issue: 'must be the id of a message of Slack: C0123456789/1503435956.000247' }],
  );
}
