import type { CallOptions } from './calls.js';

/** How a message reaches people. */
export type NotificationChannel = 'chat';

/** A message to somebody. */
export interface Notification {
  /** Who gets it, in the provider's words: in Slack a channel's id or `#name`, or a user's id. */
  readonly to: string;
  /** Plain words, with whatever marks the provider reads in them. 1 to 40,000 characters. */
  readonly text: string;
  /** Puts it under an earlier message: the `id` of that one's receipt. */
  readonly thread?: string;
}

/** What a provider says of a message that it has taken. */
export interface NotificationReceipt<Raw = unknown> {
  /** The provider's id of the message; `thread` of an answer to it. */
  readonly id: string;
  readonly provider: string;
  readonly channel: NotificationChannel;
  /** Where it has arrived: a channel's id, where a name was given. */
  readonly to: string;
  /** The provider has taken it; what becomes of it there is not known. */
  readonly status: 'sent';
  readonly sentAt: Date;
  /** The provider's own answer, whole. */
  readonly raw: Raw;
}

/** A provider that takes messages to people, marked by `@NotifierFacet('<provider>')`. */
export interface Notifier<Raw = unknown> {
  readonly channel: NotificationChannel;
  /**
   * Sends a message now.
   * @throws IntegrationError when the provider refuses or does not answer; OutcomeUnknownError when it may have been
   *   sent all the same
   */
  send(message: Notification, options?: CallOptions): Promise<NotificationReceipt<Raw>>;
}
