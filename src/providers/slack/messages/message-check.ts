import type { z } from 'zod';
import { ValidationError, type FieldIssue } from '../../../contracts/errors.js';
import type { Notification, SendOptions } from '../../../contracts/notifications.js';
import { readMessageId, type SlackPlace } from './message-ids.js';
import { newContent, newMessage } from './message-rules.js';
import type { SlackContent } from './posting.js';
import { readRecipient, type SlackRecipient } from './recipients.js';

/** @throws ValidationError that names what Slack would not take of a message, or of how it is to be sent */
export function checkMessage(message: Notification, options: SendOptions, operation: string): void {
  const { sendAt, dryRun } = options;
  const wishes: FieldIssue[] = [];
  if (sendAt) wishes.push({ field: 'sendAt', issue: 'cannot be kept: Slack sends now' });
  if (dryRun) wishes.push({ field: 'dryRun', issue: 'cannot be kept: Slack does not check without sending' });
  refuse([...wishes, ...issuesOf(newMessage, message)], operation);
}

/** @throws ValidationError that names what Slack would not take in the place of a message */
export function checkContent(content: SlackContent, operation: string): void {
  refuse(issuesOf(newContent, content), operation);
}

/** @throws ValidationError when `to` has no form that Slack knows */
export function recipientOf({ to }: Pick<Notification, 'to'>, operation: string): SlackRecipient {
  const recipient = readRecipient(to);
  if (recipient) return recipient;
  throw invalid([{ field: 'to', issue: 'must be a channel or a user of Slack' }], operation);
}

/** The `ts` of the thread that a message belongs to. @throws ValidationError when `thread` is no id of a message */
export function threadOf({ thread }: Pick<Notification, 'thread'>, operation: string): string | undefined {
  return thread === undefined ? undefined : placeOf(thread, 'thread', operation).ts;
}

/** @throws ValidationError when it is no id of a message of Slack */
export function placeOf(messageId: string, field: string, operation: string): SlackPlace {
  const place = readMessageId(messageId);
  if (place) return place;
  const issue = 'must be the id of a message of Slack: C0123456789/1503435956.000247';
  throw invalid([{ field, issue }], operation);
}

function issuesOf(rules: z.ZodType, input: unknown): FieldIssue[] {
  const { error } = rules.safeParse(input);
  return error?.issues.map(({ path, message }) => ({ field: path.join('.'), issue: message })) ?? [];
}

function refuse(details: FieldIssue[], operation: string): void {
  if (details.length > 0) throw invalid(details, operation);
}

function invalid(details: FieldIssue[], operation: string): ValidationError {
  const fields = [...new Set(details.map(({ field }) => field))].join(', ');
  const message = `${operation} cannot go to Slack as it is: see ${fields}.`;
  return new ValidationError(message, { provider: 'slack', operation }, details);
}
