import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { OutcomeUnknownError } from '../../../contracts/errors.js';
import type { Notification, SentMessage } from '../../../contracts/notifications.js';
import { errorMessage } from '../../../platform/errors/error-facts.js';
import { fallbackText, toBlockKit } from './blocks.js';
import { SlackChannelTurns } from './channel-turns.js';
import type { SlackOperation } from '../slack.client.js';
import { shareFiles, type UploadedFile } from './files.js';
import { metadataOf } from './history.js';
import { messageIdOf, timeOf, type SlackPlace } from './message-ids.js';
import { writeTrace } from './outcome-references.js';

/** What of the blocks' words is said in notifications, in characters: as much as Slack recommends. */
const MAX_FALLBACK = 4_000;

/** @see https://docs.slack.dev/reference/methods/chat.postMessage#examples */
export const postedMessage = z.looseObject({
  channel: z.string().min(1),
  /** Seconds and a counter: the time of a message, which is its id within its channel. */
  ts: z.string().regex(/^\d{1,12}\.\d{1,9}$/),
  message: z.looseObject({}).optional(),
});

/** What Slack answers to a message. */
export type SlackPosted = z.output<typeof postedMessage>;

/** Words and blocks of a message. */
export type SlackContent = Pick<Notification, 'text' | 'blocks'>;

/** Where a message goes, and what it is known by. */
export interface Posting {
  /** The id of a conversation or of a user. */
  readonly address: string;
  /** The `ts` of a thread's first message. */
  readonly thread: string | undefined;
  readonly reference: string;
}

/** Posts messages and what goes with them. */
@Injectable()
export class SlackPosting {
  constructor(private readonly turns: SlackChannelTurns) {}

  /** Posts a message under its reference. @throws what {@link SlackOperation.call} throws */
  post(
    slack: SlackOperation,
    content: SlackContent,
    { address, thread, reference }: Posting,
  ): Promise<SlackPosted> {
    const trace = { channel: address, mark: reference, ...(thread !== undefined && { thread }) };
    const call = {
      method: 'chat.postMessage',
      form: {
        channel: address,
        thread_ts: thread,
        ...contentForm(content),
        metadata: metadataOf(reference),
      },
      reference: writeTrace(trace),
      answer: postedMessage,
    };
    const line = `${slack.connectionId ?? ''}/${address}`;
    return this.turns.take(line, slack.signal, () => slack.call(call));
  }

  /**
   * Shows files under a message that has just been posted.
   * @param thread where it was posted to; its own otherwise
   * @throws OutcomeUnknownError when they may not be there: the message is, and must not be posted again
   */
  async attach(
    slack: SlackOperation,
    files: readonly [UploadedFile, ...UploadedFile[]],
    message: SlackPlace,
    thread = message.ts,
  ): Promise<void> {
    const trace = { channel: message.channel, thread, mark: files[0].id };
    try {
      await shareFiles(slack, files, { channel: message.channel, ts: thread }, writeTrace(trace));
    } catch (error) {
      throw perhapsWithoutFiles(slack, messageIdOf(message), error);
    }
  }
}

/** Words and blocks as arguments. Blocks have a text, too, for notifications and screen readers. */
export function contentForm({ text, blocks }: SlackContent): { text?: string; blocks?: string } {
  const words =
    text ??
    fallbackText(blocks ?? [])
      .slice(0, MAX_FALLBACK)
      .toWellFormed();
  return {
    ...(words !== '' && { text: words }),
    ...(blocks && { blocks: JSON.stringify(toBlockKit(blocks)) }),
  };
}

/** What is told of a message that Slack has taken. */
export function sentMessage(raw: SlackPosted): SentMessage<SlackPosted> {
  return {
    messageId: messageIdOf(raw),
    provider: 'slack',
    channel: 'chat',
    to: raw.channel,
    sentAt: timeOf(raw),
    raw,
  };
}

function perhapsWithoutFiles(slack: SlackOperation, messageId: string, cause: unknown): OutcomeUnknownError {
  const message = `The message is in Slack as ${messageId}, but perhaps without its files (${errorMessage(cause)}). Look there before you send it again.`;
  const unknown = new OutcomeUnknownError(message, { ...slack.describe(), cause });
  if (cause instanceof OutcomeUnknownError && cause.recordId !== undefined) unknown.recordId = cause.recordId;
  return unknown;
}
