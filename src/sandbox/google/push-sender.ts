import { setTimeout as sleep } from 'node:timers/promises';
import { isLoopback } from '../../platform/config/values.js';
import type { Change } from '../state.js';
import { resourceUri } from './channels.js';
import type { Channel, GoogleRows, GoogleState, Notification } from './rows.js';

const FIRST_RETRY_MS = 500;
const MOST_ATTEMPTS = 6;
const ANSWER_WITHIN_MS = 10_000;

/** Whatever else is answered is not tried again. */
const TRIED_AGAIN = new Set([500, 502, 503, 504]);

type Log = (message: string, fields: Record<string, unknown>) => void;

/**
 * Tells the channels of a calendar that its events have changed, and a new channel that it is open. What one process
 * has not delivered, the next one does. Only addresses of this machine are called.
 * @see https://developers.google.com/workspace/calendar/api/guides/push#receive-notifications
 */
export class PushSender {
  private readonly sending = new Set<Promise<void>>();
  private readonly stopped = new AbortController();

  constructor(
    private readonly state: GoogleState,
    private readonly baseUrl: () => string,
    private readonly log: Log,
  ) {}

  /** Takes up what is undelivered, and from now on what is new. */
  start(): void {
    for (const notification of this.state.table('notification').values()) this.deliver(notification);
    this.state.onCommit((changes) => this.hear(changes));
  }

  /** Stops sending, without waiting for answers. What is undelivered stays so. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await Promise.allSettled(this.sending);
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
    const row = { id: `${channel.id}:${number}`, channel: channel.id, number, resourceState };
    this.state.transaction(() => {
      this.state.put('channel', { ...channel, messages: number });
      this.state.put('notification', row);
    });
    this.deliver(row);
  }

  private deliver(notification: Notification): void {
    const sending = this.attempts(notification)
      .catch((error: unknown) => this.log('Push sender failed', { notification: notification.id, error }))
      .finally(() => this.sending.delete(sending));
    this.sending.add(sending);
  }

  private async attempts(notification: Notification): Promise<void> {
    const { signal } = this.stopped;
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const channel = this.state.table('channel').get(notification.channel);
      const result = channel && isOpen(channel) ? await this.post(channel, notification) : 'done';
      if (signal.aborted) return;
      if (result === 'done') return this.forget(notification);
      this.log('Notification not delivered, will be tried again', { notification: notification.id, attempt });
      const again = await sleep(FIRST_RETRY_MS * 2 ** attempt, true, { signal }).catch(() => false);
      if (!again) return;
    }
    this.log('Notification given up', { notification: notification.id });
    this.forget(notification);
  }

  private forget({ id }: Notification): void {
    this.state.transaction(() => this.state.delete('notification', id));
  }

  private async post(channel: Channel, notification: Notification): Promise<'done' | 'again'> {
    const { hostname } = new URL(channel.address);
    if (!isLoopback(hostname)) {
      this.log('Notification not sent: the sandbox calls this machine only', {
        channel: channel.id,
        hostname,
      });
      return 'done';
    }
    try {
      const answer = await fetch(channel.address, {
        method: 'POST',
        headers: this.headers(channel, notification),
        redirect: 'manual',
        signal: AbortSignal.any([this.stopped.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      });
      await answer.body?.cancel();
      return TRIED_AGAIN.has(answer.status) ? 'again' : 'done';
    } catch {
      return 'again'; // nobody there, or no answer
    }
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
