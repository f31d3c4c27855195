import type { Notification, NotificationChannel } from '../../contracts/notifications.js';
import type { TemplateData } from '../templates/rendering.js';

/** One way to send: by a provider, or by whichever there is for a channel. */
export interface Recipient {
  /** As in {@link Notification.to}. */
  readonly to: string;
  /** The provider's name. */
  readonly provider?: string;
  /** @default `email` when `to` is an e-mail address, otherwise `chat` */
  readonly channel?: NotificationChannel;
  /** The connected account to send from; without it, the account of the environment variables. */
  readonly connectionId?: string;
  /** The product's customer whose account it is to be sent from. */
  readonly tenant?: string;
}

/** What is asked of {@link NotificationsService}: a message, and by which ways it may go. */
export interface SendNotification extends Recipient, Omit<Notification, 'to' | 'template'> {
  /** Tried in their order when it cannot be sent as asked, never while it may have been. Up to 4. */
  readonly fallbacks?: readonly Recipient[];
  /**
   * `now` sends it before the call returns. `durable` stores it; a worker sends it, and tries for about a day.
   * @default 'now'
   */
  readonly mode?: 'now' | 'durable';
  /** Not before this time, at most a year ahead; makes it durable. */
  readonly sendAt?: Date;
  /** What it is about, in your words, for the timeline: `{ order_id: '42' }`. Not sent. */
  readonly references?: Readonly<Record<string, string | number>>;
  /** The name of a template of yours, which brings subject, text, HTML and blocks. */
  readonly template?: string;
  /** What the template is filled with. */
  readonly data?: TemplateData;
  /** A template that is kept at the provider instead, and what it is filled with. */
  readonly providerTemplate?: NonNullable<Notification['template']>;
}

/** Several recipients of one message. */
export interface SendToMany extends Omit<
  SendNotification,
  'to' | 'fallbacks' | 'mode' | 'toName' | 'data' | 'connectionId' | 'tenant'
> {
  /** 1 to 1,000. */
  readonly recipients: readonly {
    readonly to: string;
    readonly toName?: string;
    /** Fills the template for this recipient. */
    readonly data?: TemplateData;
  }[];
}
