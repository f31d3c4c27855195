import type { FieldIssue } from '../../../contracts/errors.js';
import type { EmailAddress, Notification, SendOptions } from '../../../contracts/notifications.js';
import { isAddress } from './mailbox.js';
import { contentOf } from './mail.js';

/** How many people one request may go to: to, cc and bcc of all its messages together. */
export const MAX_RECIPIENTS = 1_000;
/** The largest message, in bytes, its attachments in base64. */
const MAX_MESSAGE_BYTES = 30 * 1024 * 1024;
const MAX_SCHEDULE_MS = 72 * 3_600_000;
/** RFC 5322, 2.1.1. */
const MAX_SUBJECT_LENGTH = 998;
const MAX_CATEGORIES = 10;
const MAX_CATEGORY_LENGTH = 255;
const MAX_FILE_NAME_LENGTH = 255;

const ASCII = /^[\x20-\x7e]+$/;
/** What would begin a header of its own. */
const LINE_BREAK = /[\r\n]/;
const REFERENCE = /^[\w-]{1,100}$/;
const DYNAMIC_TEMPLATE = /^d-[\w-]{1,100}$/;

/**
 * All that SendGrid would refuse and that can be known before asking it.
 * @param from whom it would be from
 * @see https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors
 */
export function issuesOf(
  message: Notification,
  options: Pick<SendOptions, 'sendAt' | 'reference'>,
  from: EmailAddress | undefined,
): FieldIssue[] {
  return [
    ...senderIssues(from, message.replyTo),
    ...recipientIssues(message),
    ...crowdIssues([message]),
    ...contentIssues(message),
    ...categoryIssues(message),
    ...attachmentIssues(message),
    ...optionIssues(options),
  ];
}

/** What is wrong with messages as one request: each person counts, as often as written to. */
export function* crowdIssues(messages: readonly Notification[]): Generator<FieldIssue> {
  const copies = messages.reduce((sum, { cc = [], bcc = [] }) => sum + cc.length + bcc.length, 0);
  if (messages.length + copies <= MAX_RECIPIENTS) return;
  const issue = `must be fewer: one request goes to ${MAX_RECIPIENTS} people at most, to, cc and bcc together`;
  yield { field: copies > 0 ? 'cc' : 'to', issue };
}

function* senderIssues(
  from: EmailAddress | undefined,
  replyTo: EmailAddress | undefined,
): Generator<FieldIssue> {
  if (!from) yield { field: 'from', issue: 'must be given, or SENDGRID_FROM be set' };
  else yield* mailboxIssues('from', from);
  if (replyTo) yield* mailboxIssues('replyTo', replyTo);
}

function* recipientIssues({ to, toName, cc = [], bcc = [] }: Notification): Generator<FieldIssue> {
  if (!isAddress(to)) yield { field: 'to', issue: 'must be an e-mail address' };
  if (toName && LINE_BREAK.test(toName)) yield { field: 'toName', issue: 'must be one line' };
  const copies = [
    ...cc.map((mailbox, index) => ({ field: `cc.${index}`, mailbox })),
    ...bcc.map((mailbox, index) => ({ field: `bcc.${index}`, mailbox })),
  ];
  const known = new Set([to.toLowerCase()]);
  for (const { field, mailbox } of copies) {
    yield* mailboxIssues(field, mailbox);
    const email = mailbox.email.toLowerCase();
    if (known.has(email)) yield { field, issue: 'gets the message already: name everybody once' };
    known.add(email);
  }
}

function* mailboxIssues(field: string, { email, name }: EmailAddress): Generator<FieldIssue> {
  if (!isAddress(email)) yield { field: `${field}.email`, issue: 'must be an e-mail address' };
  if (name && LINE_BREAK.test(name)) yield { field: `${field}.name`, issue: 'must be one line' };
}

function* contentIssues(message: Notification): Generator<FieldIssue> {
  const { subject, template } = message;
  if (template && !DYNAMIC_TEMPLATE.test(template.id)) {
    yield { field: 'template.id', issue: 'must be the id of a dynamic template of SendGrid (d-…)' };
  }
  if (!template && !subject) yield { field: 'subject', issue: 'must be given, unless a template brings one' };
  if (subject !== undefined && subject.length > MAX_SUBJECT_LENGTH) {
    yield { field: 'subject', issue: `must be ${MAX_SUBJECT_LENGTH} characters at most` };
  }
  if (subject !== undefined && LINE_BREAK.test(subject))
    yield { field: 'subject', issue: 'must be one line' };
  if (!template && contentOf(message).length === 0) {
    yield { field: 'text', issue: 'must be given, or html or a template: an e-mail has to say something' };
  }
}

function* categoryIssues({ categories = [] }: Notification): Generator<FieldIssue> {
  if (categories.length > MAX_CATEGORIES) {
    yield { field: 'categories', issue: `must be ${MAX_CATEGORIES} at most` };
  }
  for (const [index, category] of categories.entries()) {
    const field = `categories.${index}`;
    if (!ASCII.test(category) || category.length > MAX_CATEGORY_LENGTH) {
      yield { field, issue: `must be 1 to ${MAX_CATEGORY_LENGTH} characters of ASCII` };
    }
    if (categories.indexOf(category) !== index) yield { field, issue: 'must not be given twice' };
  }
}

function* attachmentIssues(message: Notification): Generator<FieldIssue> {
  const { attachments = [] } = message;
  for (const [index, { name, contentType, content, contentId }] of attachments.entries()) {
    const field = `attachments.${index}`;
    if (!name || name.length > MAX_FILE_NAME_LENGTH || /[\r\n/\\]/.test(name)) {
      yield {
        field: `${field}.name`,
        issue: `must be a file name of 1 to ${MAX_FILE_NAME_LENGTH} characters, without a path`,
      };
    }
    if (!/^[\w.+-]+\/[\w.+-]+$/.test(contentType)) {
      yield {
        field: `${field}.contentType`,
        issue: 'must be a media type without parameters: application/pdf',
      };
    }
    if (content.byteLength === 0) yield { field: `${field}.content`, issue: 'must not be empty' };
    if (contentId !== undefined && !/^[\x21-\x7e]{1,255}$/.test(contentId)) {
      yield { field: `${field}.contentId`, issue: 'must be 1 to 255 characters of ASCII without spaces' };
    }
  }
  if (sizeOf(message) > MAX_MESSAGE_BYTES) {
    const issue = `must be smaller: a message of SendGrid has ${MAX_MESSAGE_BYTES / 1024 / 1024} MB at most, its attachments in base64 (a third more)`;
    yield { field: attachments.length > 0 ? 'attachments' : 'html', issue };
  }
}

function sizeOf(message: Notification): number {
  const words = contentOf(message).map(({ value }) => Buffer.byteLength(value));
  const files = (message.attachments ?? []).map(({ content }) => Math.ceil(content.byteLength / 3) * 4);
  return [...words, ...files].reduce((total, bytes) => total + bytes, 0);
}

function* optionIssues({
  sendAt,
  reference,
}: Pick<SendOptions, 'sendAt' | 'reference'>): Generator<FieldIssue> {
  if (sendAt && !(sendAt.getTime() - Date.now() <= MAX_SCHEDULE_MS)) {
    yield { field: 'sendAt', issue: 'must be a time, at most 72 hours from now' };
  }
  if (reference !== undefined) yield* referenceIssues(reference);
}

/** What is wrong with our id of a message. */
export function* referenceIssues(reference: string): Generator<FieldIssue> {
  if (REFERENCE.test(reference)) return;
  yield { field: 'reference', issue: 'must be 1 to 100 letters, digits, _ or -' };
}
