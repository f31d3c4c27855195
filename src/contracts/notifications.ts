import type { CallOptions } from './calls.js';

/** How a message reaches people. */
export type NotificationChannel = 'chat' | 'email';

/**
 * - `queued`: stored, and not with a provider yet; also while an attempt's outcome is being looked up
 * - `sent`: the provider has taken it
 * - `delivered`: it has reached the recipient, as far as the provider can tell
 * - `bounced`: the recipient's side refused it
 * - `failed`: refused, by the provider or by the suppression list; sending it again changes nothing
 * - `dead`: every attempt failed; it waits for somebody to look, and to send it again
 */
export type NotificationStatus = 'queued' | 'sent' | 'delivered' | 'bounced' | 'failed' | 'dead';

/** A part of a chat message. Text in it may carry the provider's own marks (Slack's `*bold*`) unless it is `plain`. */
export type ChatBlock =
  | { readonly type: 'header'; readonly text: string }
  | { readonly type: 'text'; readonly text: string; readonly plain?: boolean }
  | {
      readonly type: 'fields';
      readonly fields: readonly { readonly label: string; readonly value: string }[];
    }
  | { readonly type: 'image'; readonly url: string; readonly alt: string; readonly title?: string }
  | { readonly type: 'context'; readonly text: string }
  | { readonly type: 'buttons'; readonly buttons: readonly ChatButton[] }
  | { readonly type: 'divider' };

/** A button that opens an address, or that reports a click by webhook under its `id`. */
export type ChatButton =
  | { readonly text: string; readonly url: string; readonly style?: 'primary' | 'danger' }
  | {
      readonly text: string;
      readonly id: string;
      readonly value?: string;
      readonly style?: 'primary' | 'danger';
    };

/** A mailbox: `{ email: 'ada@example.com', name: 'Ada' }`. */
export interface EmailAddress {
  readonly email: string;
  readonly name?: string;
}

/** A file that goes with a message. */
export interface Attachment {
  /** The file's name: 1 to 255 characters, no path. */
  readonly name: string;
  /** `application/pdf` */
  readonly contentType: string;
  readonly content: Uint8Array;
  /** Shows it within an e-mail's HTML, as `<img src="cid:…">`, instead of beside it. */
  readonly contentId?: string;
}

/** A message to somebody. What belongs to one channel is left aside by the notifiers of the other. */
export interface Notification {
  /** Who gets it: an e-mail address; in Slack a channel's id or `#name`, a user's id, or a user's e-mail address. */
  readonly to: string;
  /**
   * Plain words; in chat with whatever marks the provider reads in them. 1 to 40,000 characters. May be left out beside
   * `blocks`, `html` or `template`, from which it is made.
   */
  readonly text?: string;
  readonly attachments?: readonly Attachment[];

  /** Chat: what it is made of. Where blocks cannot be shown, `text` is. 1 to 50. */
  readonly blocks?: readonly ChatBlock[];
  /** Chat: puts it under an earlier message, by that one's `messageId`. */
  readonly thread?: string;

  /** E-mail: 1 to 998 characters (RFC 5322, 2.1.1). Needed unless `template` brings one. */
  readonly subject?: string;
  /** E-mail: the same as `text`, in HTML. It goes out as it is: escape what you put in. */
  readonly html?: string;
  /** E-mail: who it is from. @default the provider's variable (`SENDGRID_FROM`) */
  readonly from?: EmailAddress;
  readonly replyTo?: EmailAddress;
  readonly cc?: readonly EmailAddress[];
  readonly bcc?: readonly EmailAddress[];
  /** E-mail: how `to` is called. */
  readonly toName?: string;
  /** E-mail: words to count messages by, up to 10. */
  readonly categories?: readonly string[];
  /** E-mail: a template that is kept at the provider, and what it is filled with. */
  readonly template?: { readonly id: string; readonly data?: Readonly<Record<string, unknown>> };
}

/** What tells a message from every other, at the provider and in its webhooks. */
export interface NotificationReference {
  /** Our id of it, 1 to 100 characters of `[\w-]`: goes with the message, where the provider carries such a thing. */
  readonly reference: string;
}

/** What sending may be told besides. */
export interface SendOptions extends CallOptions, Partial<NotificationReference> {
  /** The provider keeps it until then, at most 72 hours. @default now */
  readonly sendAt?: Date;
  /** The provider checks it and sends nothing. @default false */
  readonly dryRun?: boolean;
}

/** What a provider says of a message that it has taken. */
export interface SentMessage<Raw = unknown> {
  /** The provider's id of the message; `thread` of an answer to it, and what its webhooks call it by. */
  readonly messageId: string;
  readonly provider: string;
  readonly channel: NotificationChannel;
  /** Where it has arrived: a channel's id, where a name was given. */
  readonly to: string;
  readonly sentAt: Date;
  /** The provider's own answer, whole. */
  readonly raw: Raw;
}

/** One message of several that go together, and what became of it. */
export type BatchOutcome = { readonly sent: SentMessage } | { readonly error: Error };

/** A provider that takes messages to people, marked by `@NotifierFacet('<provider>')`. */
export interface Notifier<Raw = unknown> {
  readonly channel: NotificationChannel;
  /** How many messages one call takes to many recipients; left out where each goes by itself. */
  readonly batchSize?: number;
  /**
   * Looks at a message before it is accepted, without a call: whatever can be known to be wrong.
   * @throws ValidationError whose `details` name the fields; NotConfiguredError when nobody could send it
   */
  check(message: Notification, options?: SendOptions): void;
  /**
   * Sends a message now.
   * @throws IntegrationError when the provider refuses or does not answer; OutcomeUnknownError when it may have been
   *   sent all the same
   */
  send(message: Notification, options?: SendOptions): Promise<SentMessage<Raw>>;
  /**
   * Sends up to {@link batchSize} messages that differ in `to`, `toName` and `template.data` only, in one call. One
   * outcome for each, in their order.
   * @throws what {@link send} throws, when it concerns all of them
   */
  sendBatch?(
    messages: readonly (Notification & NotificationReference)[],
    options?: Omit<SendOptions, 'reference'>,
  ): Promise<readonly BatchOutcome[]>;
  /**
   * Looks for a message whose answer was lost, by the reference that it was sent with.
   * @param from when its first attempt left
   * @returns `undefined` when it is not there
   * @throws IntegrationError when the provider cannot tell
   */
  find?(
    message: Notification,
    search: NotificationReference & { readonly from: Date },
    options?: CallOptions,
  ): Promise<SentMessage<Raw> | undefined>;
  /** What its webhooks say of messages; left out where they say nothing. */
  readonly reports?: DeliveryReports;
}

/** A chat, where a message can be changed after it was sent. */
export interface ChatNotifier<Raw = unknown> extends Notifier<Raw> {
  /** @throws NotFoundError when there is no such message */
  update(
    messageId: string,
    message: Pick<Notification, 'text' | 'blocks'>,
    options?: CallOptions,
  ): Promise<SentMessage<Raw>>;
  /** Succeeds, too, when it is gone already. */
  delete(messageId: string, options?: CallOptions): Promise<void>;
}

/** How a provider's webhooks about messages are read. */
export interface DeliveryReports {
  /** The types of webhook events that are about messages. */
  readonly types: readonly string[];
  /** `undefined` for one that says nothing about a message. */
  read(event: { readonly type: string; readonly payload: unknown }): DeliveryReport | undefined;
}

/** What became of a message, by its provider's webhook. */
export interface DeliveryReport {
  /** The reference that it was sent with, or the provider's id of it. */
  readonly message: NotificationReference | { readonly messageId: string };
  /** Whom it is about; left out where there can be one only. A copy that bounces is no news of the message itself. */
  readonly recipient?: string;
  /** The provider's word: `open`. */
  readonly type: string;
  /** The state that it leads to; left out where it changes none (an opened e-mail). */
  readonly status?: Exclude<NotificationStatus, 'queued' | 'dead'>;
  readonly occurredAt: Date;
  /** Why, in the provider's words. */
  readonly reason?: string;
  /** Whoever must not be written to again, and why. */
  readonly suppress?: { readonly address: string; readonly reason: SuppressionReason };
}

/** Why an address gets no more e-mail. */
export type SuppressionReason = 'bounced' | 'complained' | 'unsubscribed' | 'manual';
