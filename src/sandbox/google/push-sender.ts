import { isLoopback } from '../../platform/config/values.js';
import type { Change } from '../state.js';
import { postWebhook } from '../webhook-post.js';
import { WebhookSender } from '../webhook-sender.js';
import { resourceUri } from './channels.js';
import type { Channel, GoogleRows, GoogleState, Notification } from './rows.js';

const MOST_ATTEMPTS = 6;

/** Whatever else is answered is not tried again. */
const TRIED_AGAIN = new Set([500, 502, 503, 504]);

type Log = (message: string, fields: Record<string, unknown>) => void;

/**
 * Tells the channels of a calendar that its events have changed, and a new channel that it is open. Only addresses of
 * this machine are called.
 * @see https://developers.google.com/workspace/calendar/api/guides/push#receive-notifications
 */
export class PushSender {
  private readonly sender: WebhookSender<GoogleRows>;

  constructor(
    private readonly state: GoogleState,
    private readonly baseUrl: () => string,
    private readonly log: Log,
  ) {
    const courier = {
      post: (notification: Notification, stopped: AbortSignal) => this.post(notification, stopped),
      givesUp: ({ attempts }: Notification) => attempts >= MOST_ATTEMPTS,
    };
    this.sender = new WebhookSender(state, courier, log);
  }

  /** Takes up what is undelivered, and from now on what is new. */
  start(): void {
    this.sender.start();
    this.state.onCommit((changes) => this.hear(changes));
  }

  /** Stops sending, without waiting for answers. What is undelivered stays so. */
  async stop(): Promise<void> {
    await this.sender.stop();
  }

  private hear(changes: readonly Change<GoogleRows>[]): void {
    const opened = changes.flatMap(([table, , row]) =>
      table === 'channel' && row?.messages === 0 ? [row] : [],
    );
    for (const channel of opened) this.notify(channel, 'sync');
    const calendars = new Set(
      changes.flatMap(([table, , row]) => (table === 'event' && row ? [row.calendar] : [])),
    );
    if (calendars.size === 0) return;
    for (const channel of this.state.table('channel').values()) {
      if (calendars.has(channel.calendar) && isOpen(channel)) this.notify(channel, 'exists');
    }
  }

  private notify(channel: Channel, resourceState: Notification['resourceState']): void {
    const number = channel.messages + 1;
    this.state.transaction(() => {
      this.state.put('channel', { ...channel, messages: number });
      this.state.put('delivery', {
        id: `${channel.id}:${number}`,
        channel: channel.id,
        number,
        resourceState,
        attempts: 0,
        nextAttemptAt: Date.now(),
      });
    });
  }

  private async post(notification: Notification, stopped: AbortSignal): Promise<string | undefined> {
    const channel = this.state.table('channel').get(notification.channel);
    if (!channel || !isOpen(channel)) return undefined;
    const { hostname } = new URL(channel.address);
    if (!isLoopback(hostname)) {
      this.log('Notification not sent: the sandbox calls this machine only', {
        channel: channel.id,
        hostname,
      });
      return undefined;
    }
    const headers = this.headers(channel, notification);
    const isTaken = (status: number) => !TRIED_AGAIN.has(status);
    return postWebhook({ url: channel.address, headers, isTaken }, stopped);
  }

  private headers(channel: Channel, { number, resourceState }: Notification): Record<string, string> {
    return {
      'Content-Type': 'application/json; utf-8',
      'User-Agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)',
      'X-Goog-Channel-ID': channel.id,
      'X-Goog-Channel-Expiration': new Date(channel.expiresAt).toUTCString(),
      ...(channel.token !== undefined && { 'X-Goog-Channel-Token': channel.token }),
      'X-Goog-Message-Number': String(number),
      'X-Goog-Resource-ID': channel.resourceId,
      'X-Goog-Resource-State': resourceState,
      'X-Goog-Resource-URI': resourceUri(channel, this.baseUrl()),
    };
  }
}

function isOpen({ expiresAt }: Channel): boolean {
  return expiresAt > Date.now();
}
