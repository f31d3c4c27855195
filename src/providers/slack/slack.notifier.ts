import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { CallOptions } from '../../contracts/calls.js';
import type {
  ChatNotifier,
  Notification,
  NotificationReference,
  SendOptions,
  SentMessage,
} from '../../contracts/notifications.js';
import { NotifierFacet } from '../../platform/facets/facets.js';
import { SlackClient } from './slack.client.js';
import { conversationAt, SlackDirectory } from './slack.directory.js';
import { isRefusal } from './slack.errors.js';
import { uploadFiles } from './messages/files.js';
import { carries, findMessage } from './messages/history.js';
import { checkContent, checkMessage, placeOf, recipientOf, threadOf } from './messages/message-check.js';
import {
  contentForm,
  postedMessage,
  sentMessage,
  SlackPosting,
  type SlackPosted,
} from './messages/posting.js';

const SEND = 'notifications.send';
const UPDATE = 'notifications.update';
const DELETE = 'notifications.delete';
const FIND = 'notifications.find';

/** Doing it again leaves the same. */
const REPEATABLE = { by: 'upsert' } as const;

/** Messages to Slack's channels and people. */
@Injectable()
@NotifierFacet('slack')
export class SlackNotifier implements ChatNotifier<SlackPosted> {
  readonly channel = 'chat';

  constructor(
    private readonly slack: SlackClient,
    private readonly directory: SlackDirectory,
    private readonly posting: SlackPosting,
  ) {}

  check(message: Notification, options: SendOptions = {}): void {
    checkMessage(message, options, SEND);
    this.slack.requireWorkspace(SEND, options);
  }

  /**
   * Posts a message, and its files below it, in its thread. Slack knows no idempotency keys: when its answer is lost,
   * the message is not sent again, and can be looked for by its reference.
   * @throws ValidationError as {@link check}, or when Slack refuses a field
   * @throws NotFoundError, UnprocessableError when there is no such recipient, or the app may not write there
   * @throws OutcomeUnknownError, too, when the message is there, but perhaps without its files
   * @throws whatever {@link SlackClient.perform} throws
   */
  async send(message: Notification, options: SendOptions = {}): Promise<SentMessage<SlackPosted>> {
    this.check(message, options);
    return this.slack.perform(SEND, options, async (slack) => {
      const address = await this.directory.addressOf(slack, recipientOf(message, SEND));
      const [first, ...others] = await uploadFiles(slack, message.attachments ?? []);
      const thread = threadOf(message, SEND);
      const reference = options.reference ?? slack.reference;
      const posted = await this.posting.post(slack, message, { address, thread, reference });
      if (first) await this.posting.attach(slack, [first, ...others], posted, thread);
      return sentMessage(posted);
    });
  }

  /**
   * Puts another text and other blocks in the place of a message's. Blocks that are not given again are gone.
   * @throws ValidationError when the id is none of Slack's, or the content is refused (a text is at most 4,000 characters)
   * @throws NotFoundError when there is no such message
   * @throws UnprocessableError when it is not the app's own, or can no longer be changed
   * @throws whatever {@link SlackClient.perform} throws
   */
  async update(
    messageId: string,
    content: Pick<Notification, 'text' | 'blocks'>,
    options: CallOptions = {},
  ): Promise<SentMessage<SlackPosted>> {
    checkContent(content, UPDATE);
    const place = placeOf(messageId, 'messageId', UPDATE);
    // An empty list takes earlier blocks away; without any list they would stay, in front of the new text.
    const form = { ...place, blocks: '[]', ...contentForm(content) };
    const call = { method: 'chat.update', form, safety: REPEATABLE, answer: postedMessage };
    return sentMessage(await this.slack.perform(UPDATE, options, (slack) => slack.call(call)));
  }

  /**
   * @throws ValidationError when the id is none of Slack's
   * @throws UnprocessableError when it is not the app's own, or may not be deleted
   * @throws whatever {@link SlackClient.perform} throws
   */
  async delete(messageId: string, options: CallOptions = {}): Promise<void> {
    const form = { ...placeOf(messageId, 'messageId', DELETE) };
    const call = { method: 'chat.delete', form, safety: REPEATABLE, answer: z.looseObject({}) };
    try {
      await this.slack.perform(DELETE, options, (slack) => slack.call(call));
    } catch (error) {
      if (!isRefusal(error, 'message_not_found')) throw error;
    }
  }

  async find(
    message: Notification,
    { reference, from }: NotificationReference & { readonly from: Date },
    options: CallOptions = {},
  ): Promise<SentMessage<SlackPosted> | undefined> {
    const recipient = recipientOf(message, FIND);
    const thread = threadOf(message, FIND);
    return this.slack.perform(FIND, options, async (slack) => {
      const channel = await conversationAt(slack, await this.directory.addressOf(slack, recipient));
      const search = { channel, from, ...(thread !== undefined && { thread }) };
      const found = await findMessage(slack, search, carries(reference));
      return found && sentMessage({ channel, ts: found.ts, message: found });
    });
  }
}
