import { createPrivateKey, createSign, type KeyObject } from 'node:crypto';
import type { State } from '../state.js';
import { WebhookOutage } from '../webhook-outage.js';
import { postWebhook } from '../webhook-post.js';
import { retryDelayMs } from '../webhook-retry.js';
import { DELIVERED_WITHIN_SECONDS, type MailEvent, type SendGridRows, type SigningKey } from './rows.js';

const MOST_AT_ONCE = 500;

/** Where events go, and how they are signed. */
export interface EventTarget {
  url: string;
  key: SigningKey;
}

/**
 * Posts events in signed batches, each until it is answered 2xx. Deliveries are part of the state: what one process has
 * not delivered, the next one does.
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export class EventSender {
  private readonly privateKey: KeyObject;
  private readonly stopped = new AbortController();
  private readonly outage = new WebhookOutage();
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  private failures = 0;
  private pausedUntil = 0;

  constructor(
    private readonly state: State<SendGridRows>,
    private readonly target: EventTarget,
    private readonly log: (message: string, fields: Record<string, unknown>) => void,
  ) {
    const key = Buffer.from(target.key.privateKey, 'base64');
    this.privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  }

  /** Takes up what is undelivered, and from now on what is new. */
  start(): void {
    this.state.onCommit(() => this.schedule());
    this.schedule();
  }

  /** Stops sending, without waiting for answers. What is undelivered stays so. */
  async stop(): Promise<void> {
    this.stopped.abort();
    clearTimeout(this.timer);
    await this.sending;
  }

  private schedule(): void {
    if (this.sending || this.stopped.signal.aborted) return;
    clearTimeout(this.timer);
    const earliest = [...this.state.table('delivery').values()].reduce(
      (soonest, { dueAt }) => Math.min(soonest, dueAt),
      Infinity,
    );
    if (earliest === Infinity) return;
    const waitMs = Math.max(earliest, this.pausedUntil) - Date.now();
    this.timer = setTimeout(() => this.sendDue(), Math.max(0, waitMs));
  }

  private sendDue(): void {
    this.sending = this.attempt(this.due())
      .catch((error: unknown) => this.log('Event sender failed', { error }))
      .finally(() => {
        this.sending = undefined;
        this.schedule();
      });
  }

  private due(): MailEvent[] {
    const now = Date.now();
    return [...this.state.table('delivery').values()]
      .filter(({ dueAt }) => dueAt <= now)
      .slice(0, MOST_AT_ONCE)
      .flatMap(({ id }) => this.state.table('event').get(id) ?? []);
  }

  private async attempt(events: readonly MailEvent[]): Promise<void> {
    if (events.length === 0) return;
    const fault = await this.post(bodyOf(events));
    const isRemarkable = this.outage.isRemarkable(fault, Date.now());
    if (fault === undefined) {
      this.failures = 0;
      return this.settle(events);
    }
    if (this.stopped.signal.aborted) return;
    this.failures += 1;
    const delayMs = retryDelayMs(this.failures);
    this.pausedUntil = Date.now() + delayMs;
    if (isRemarkable) {
      this.log('Events not delivered, will be tried again', { events: events.length, fault, delayMs });
    }
    this.settle(events.filter(({ created }) => created + DELIVERED_WITHIN_SECONDS < Date.now() / 1000));
  }

  private settle(events: readonly MailEvent[]): void {
    this.state.transaction(() => {
      for (const { id } of events) this.state.delete('delivery', id);
    });
  }

  /** Sends one signed batch. Returns what went wrong, if anything. */
  private async post(body: string): Promise<string | undefined> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createSign('sha256').update(timestamp).update(body).sign(this.privateKey, 'base64');
    const headers = {
      'Content-Type': 'application/json;charset=utf-8',
      'User-Agent': 'SendGrid Event API',
      'X-Twilio-Email-Event-Webhook-Signature': signature,
      'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
    };
    return postWebhook({ url: this.target.url, headers, body }, this.stopped.signal);
  }
}

/** A list in lines, with a line end after it: that belongs to what is signed. */
function bodyOf(events: readonly MailEvent[]): string {
  return `[${events.map(({ body }) => JSON.stringify(body)).join(',\r\n')}]\r\n`;
}
