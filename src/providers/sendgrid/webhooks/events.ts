/**
 * What SendGrid's event webhook carries. The custom arguments of a message stand among the fields of its events, so any
 * further field may be there; SendGrid sends them as text.
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */

/** In every event. */
interface SendGridEvent<Type extends string> {
  event: Type;
  /** Unix time in seconds. */
  timestamp: number;
  /** Missing now and then, in events of subscriptions above all. */
  sg_event_id?: string;
  [customArgument: string]: unknown;
}

/** Something happened to a message. */
interface SendGridMessageEvent<Type extends string> extends SendGridEvent<Type> {
  /** The recipient. */
  email: string;
  /** Begins with the `X-Message-Id` that sending was answered with. */
  sg_message_id?: string;
  'smtp-id'?: string;
  category?: string | string[];
  sg_template_id?: string;
  sg_template_name?: string;
  marketing_campaign_id?: number;
  marketing_campaign_name?: string;
}

/** SendGrid took the message. */
interface SendGridProcessed extends SendGridMessageEvent<'processed'> {
  /** When it is to be sent, in Unix seconds. */
  send_at?: number;
  pool?: { id: number; name: string };
}

/** SendGrid will not send the message. */
interface SendGridDropped extends SendGridMessageEvent<'dropped'> {
  reason: string;
  status?: string;
}

/** The recipient's server has the message. */
interface SendGridDelivered extends SendGridMessageEvent<'delivered'> {
  response: string;
  ip?: string;
  tls?: number;
}

/** The recipient's server does not take the message yet; SendGrid tries for up to 72 hours. */
interface SendGridDeferred extends SendGridMessageEvent<'deferred'> {
  response: string;
  /** The number of the attempt, as text. */
  attempt: string;
  ip?: string;
  tls?: number;
}

/** The recipient's server refused the message. */
interface SendGridBounce extends SendGridMessageEvent<'bounce'> {
  /** `blocked` may pass on another day, `bounce` will not. */
  type: 'bounce' | 'blocked';
  reason: string;
  /** The enhanced status code, such as `5.2.2`. */
  status?: string;
  bounce_classification?: string;
  ip?: string;
  tls?: number;
}

/** The recipient did something with the message. */
interface SendGridEngagement<Type extends string> extends SendGridMessageEvent<Type> {
  ip?: string;
  useragent?: string;
}

/** The message was opened, as far as an image can tell. */
interface SendGridOpen extends SendGridEngagement<'open'> {
  /** The mail program loaded the image by itself. */
  sg_machine_open?: boolean;
  sg_content_type?: 'html' | 'amp';
}

/** A link in the message was followed. */
interface SendGridClick extends SendGridEngagement<'click'> {
  url: string;
  url_offset?: { index: number; type: 'html' | 'text' };
}

/** The recipient left or rejoined a group of subscriptions. */
interface SendGridGroupEvent<Type extends string> extends SendGridEngagement<Type> {
  asm_group_id: number;
  url?: string;
}

/** SendGrid restricted the account, or lifted a restriction. It has no message and no recipient. */
interface SendGridAccountStatusChange extends SendGridEvent<'account_status_change'> {
  /** `compliance_suspend`, `compliance_deactivate`… */
  type: string;
}

/** The payload of each `event`. */
export interface SendGridEventTypes {
  processed: SendGridProcessed;
  dropped: SendGridDropped;
  delivered: SendGridDelivered;
  deferred: SendGridDeferred;
  bounce: SendGridBounce;
  open: SendGridOpen;
  click: SendGridClick;
  spamreport: SendGridEngagement<'spamreport'>;
  unsubscribe: SendGridEngagement<'unsubscribe'>;
  group_unsubscribe: SendGridGroupEvent<'group_unsubscribe'>;
  group_resubscribe: SendGridGroupEvent<'group_resubscribe'>;
  account_status_change: SendGridAccountStatusChange;
}
