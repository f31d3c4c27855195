import { Inject, Injectable } from '@nestjs/common';
import type { ApiOperation } from '../../connections/roads/provider-api.js';
import type { CallOptions } from '../../contracts/calls.js';
import { ResponseFormatError, ValidationError, type FieldIssue } from '../../contracts/errors.js';
import type {
  BatchOutcome,
  EmailAddress,
  Notification,
  NotificationReference,
  Notifier,
  SendOptions,
  SentMessage,
} from '../../contracts/notifications.js';
import { NotifierFacet } from '../../platform/facets/facets.js';
import { findInActivity, LOOKING, type SendGridActivity } from './mail/activity.js';
import { SendGridClient } from './sendgrid.client.js';
import { sendgridConfig, type SendGridConfig } from './sendgrid.config.js';
import { RefusedMessagesError, SENDING } from './sendgrid.errors.js';
import { mailOf, type ReferencedNotification } from './mail/mail.js';
import { messageIdOf, sendgridReports } from './sendgrid.reports.js';
import { crowdIssues, issuesOf, MAX_RECIPIENTS, referenceIssues } from './mail/rules.js';

const REHEARSAL = 'notifications.dryRun';
/** What SendGrid says of a message: the id in the head of an empty answer, or its line in the activity. */
type SendGridReceipt = { readonly 'x-message-id': string | undefined } | SendGridActivity;

/**
 * E-mails by SendGrid. It knows no idempotency keys: a message whose answer is lost is not sent again.
 * @see https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
 */
@Injectable()
@NotifierFacet('sendgrid')
export class SendGridNotifier implements Notifier<SendGridReceipt> {
  readonly channel = 'email';
  readonly batchSize = MAX_RECIPIENTS;
  readonly reports = sendgridReports;

  constructor(
    @Inject(sendgridConfig.token) private readonly config: Pick<SendGridConfig, 'from'>,
    private readonly sendgrid: SendGridClient,
  ) {}

  check(message: Notification, options: SendOptions = {}): void {
    this.sendgrid.requireAccount(SENDING, options);
    this.senderOf(message, options);
  }

  /**
   * Hands a message over. A dry run that SendGrid names no message for has the `messageId` `dry-run`.
   * @throws ValidationError for what {@link check} sees, and for what SendGrid sees
   * @throws PermissionError when the key may not send, or not from this address
   * @throws whatever {@link SendGridClient.perform} throws
   */
  async send(message: Notification, options: SendOptions = {}): Promise<SentMessage<SendGridReceipt>> {
    this.sendgrid.requireAccount(SENDING, options);
    const from = this.senderOf(message, options);
    const { reference } = options;
    const referenced = { ...message, ...(reference !== undefined && { reference }) };
    return this.sendgrid.perform(operationOf(options), options, (api) =>
      this.post(api, [referenced], from, options).then((receiptFor) => receiptFor(message)),
    );
  }

  /**
   * Hands over up to 1,000 messages in one call. Those that cannot go are taken out, and the others go without them.
   * @throws ValidationError when they would go to more than 1,000 people, cc and bcc included
   * @throws what {@link send} throws, when it concerns all of them
   */
  async sendBatch(
    messages: readonly (Notification & NotificationReference)[],
    options: Omit<SendOptions, 'reference'> = {},
  ): Promise<readonly BatchOutcome[]> {
    this.sendgrid.requireAccount(SENDING, options);
    refuseFor([...crowdIssues(messages)], SENDING);
    const refusals = messages.map((message) => this.refusalOf(message, options));
    const fine = messages.filter((_message, position) => !refusals[position]);
    const outcomes = await this.sendgrid.perform(operationOf(options), options, (api) =>
      this.sendTogether(api, fine, options),
    );
    return merge(refusals, outcomes);
  }

  /** @throws ValidationError when the reference is none; what {@link findInActivity} throws */
  async find(
    { to }: Notification,
    { reference }: NotificationReference & { readonly from: Date },
    options: CallOptions = {},
  ): Promise<SentMessage<SendGridReceipt> | undefined> {
    refuseFor([...referenceIssues(reference)], LOOKING);
    const raw = await findInActivity(this.sendgrid, reference, options);
    return raw && this.sent(to, messageIdOf(raw.msg_id), new Date(raw.last_event_time), raw);
  }

  /** Sends what is there and, where SendGrid refuses it for some of the messages, the others once more. */
  private async sendTogether(
    api: ApiOperation,
    messages: readonly ReferencedNotification[],
    options: SendOptions,
  ): Promise<BatchOutcome[]> {
    const [first, ...others] = messages;
    if (!first) return [];
    const from = this.senderOf(first, options);
    try {
      const receiptFor = await this.post(api, [first, ...others], from, options);
      return messages.map((message) => ({ sent: receiptFor(message) }));
    } catch (error) {
      if (!(error instanceof RefusedMessagesError)) throw error;
      const refusals = messages.map((_message, position) => error.refusalOf(position));
      const blameless = messages.filter((_message, position) => !refusals[position]);
      if (blameless.length === messages.length) throw error;
      return merge(refusals, await this.sendRest(api, blameless, options));
    }
  }

  /** What goes wrong now is none of the fault of those that were refused before. */
  private async sendRest(
    api: ApiOperation,
    messages: readonly ReferencedNotification[],
    options: SendOptions,
  ): Promise<BatchOutcome[]> {
    try {
      return await this.sendTogether(api, messages, options);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return messages.map(() => ({ error }));
    }
  }

  /** One request. @returns the receipt for each of its messages */
  private async post(
    api: ApiOperation,
    messages: readonly [ReferencedNotification, ...ReferencedNotification[]],
    from: EmailAddress,
    options: SendOptions,
  ): Promise<(message: Notification) => SentMessage<SendGridReceipt>> {
    const { dryRun, reference } = options;
    const { headers, status } = await api.send({
      method: 'POST',
      path: '/v3/mail/send',
      json: mailOf(messages, from, options),
      ...(reference !== undefined && { reference }),
      // Nothing goes out, however often it is asked for.
      ...(dryRun && { safety: { by: 'upsert' } }),
    });
    const raw = { 'x-message-id': headers['x-message-id'] };
    const messageId = raw['x-message-id'] ?? (dryRun ? 'dry-run' : undefined);
    if (messageId === undefined) throw namelessMessage({ ...api.describe(), status });
    const sentAt = new Date();
    return ({ to }) => this.sent(to, messageId, sentAt, raw);
  }

  private sent(
    to: string,
    messageId: string,
    sentAt: Date,
    raw: SendGridReceipt,
  ): SentMessage<SendGridReceipt> {
    return { messageId, provider: 'sendgrid', channel: this.channel, to, sentAt, raw };
  }

  /** Whom a message is from. @throws ValidationError when it cannot go */
  private senderOf(message: ReferencedNotification, options: SendOptions): EmailAddress {
    const { from = this.config.from } = message;
    const issues = issuesOf(message, { ...message, ...options }, from);
    if (from && issues.length === 0) return from;
    throw invalid(issues, SENDING);
  }

  private refusalOf(message: ReferencedNotification, options: SendOptions): ValidationError | undefined {
    try {
      this.senderOf(message, options);
      return undefined;
    } catch (error) {
      if (error instanceof ValidationError) return error;
      throw error;
    }
  }
}

function operationOf({ dryRun }: SendOptions): string {
  return dryRun ? REHEARSAL : SENDING;
}

/** The outcomes of the messages that were not refused, each in its place among those that were. */
function merge(refusals: readonly (Error | undefined)[], outcomes: readonly BatchOutcome[]): BatchOutcome[] {
  const rest = [...outcomes];
  return refusals.flatMap((error) => (error ? [{ error }] : rest.splice(0, 1)));
}

function refuseFor(issues: readonly FieldIssue[], operation: string): void {
  if (issues.length > 0) throw invalid(issues, operation);
}

function invalid(issues: readonly FieldIssue[], operation: string): ValidationError {
  const fields = issues.map(({ field }) => field).join(', ');
  const message = `${operation} cannot go by SendGrid as it is: see ${fields}.`;
  return new ValidationError(message, { provider: 'sendgrid', operation }, issues);
}

function namelessMessage(about: {
  provider: string;
  operation: string;
  status: number;
}): ResponseFormatError {
  const message =
    'SendGrid has taken the message, but does not say under which id (X-Message-Id). Check SENDGRID_API_BASE_URL.';
  return new ResponseFormatError(message, about);
}
