import type { Delivery } from './objects.js';
import type { State } from './state.js';
import { signatureHeader } from './webhook-signature.js';

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;
/** As long as Stripe goes on in live mode. */
const GIVE_UP_AFTER_SECONDS = 3 * 86_400;
const ANSWER_WITHIN_MS = 10_000;
const AT_ONCE = 4;

/** Where events go, and how they are signed. */
export interface WebhookTarget {
  url: string;
  secret: string;
}

/** How long to wait after the given number of failed attempts, in milliseconds: 1 s, 2 s, 4 s … up to a minute. */
export function retryDelayMs(attempts: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);
}

/**
 * Delivers events, each until it is answered 2xx. Deliveries are part of the state: what one process has not
 * delivered, the next one does.
 */
export class WebhookSender {
  private readonly ready: string[] = [];
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly sending = new Set<Promise<void>>();
  private readonly stopped = new AbortController();

  constructor(
    private readonly state: State,
    private readonly target: WebhookTarget,
    private readonly log: (message: string, fields: Record<string, unknown>) => void,
  ) {}

  /** Takes up what is undelivered, and from now on what is new. */
  start(): void {
    for (const delivery of this.state.table('delivery').values()) this.schedule(delivery);
    this.state.onCommit((changes) => {
      for (const [table, , row] of changes) {
        if (table === 'delivery' && row && row.attempts === 0) this.schedule(row);
      }
    });
  }

  /** Stops sending, without waiting for answers. What is undelivered stays so. */
  async stop(): Promise<void> {
    this.stopped.abort();
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.allSettled(this.sending);
  }

  private schedule({ id, nextAttemptAt }: Delivery): void {
    const timer = setTimeout(
      () => {
        this.timers.delete(id);
        this.ready.push(id);
        this.sendNext();
      },
      Math.max(0, nextAttemptAt - Date.now()),
    );
    this.timers.set(id, timer);
  }

  private sendNext(): void {
    if (this.stopped.signal.aborted || this.sending.size >= AT_ONCE) return;
    const id = this.ready.shift();
    if (id === undefined) return;
    const sending = this.attempt(id)
      .catch((error: unknown) => this.log('Webhook sender failed', { event: id, error }))
      .finally(() => {
        this.sending.delete(sending);
        this.sendNext();
      });
    this.sending.add(sending);
  }

  private async attempt(id: string): Promise<void> {
    const event = this.state.table('event').get(id);
    const delivery = this.state.table('delivery').get(id);
    if (!delivery) return;
    if (!event) return this.state.transaction(() => this.state.delete('delivery', id));
    const fault = await this.post(JSON.stringify(event, null, 2));
    if (this.stopped.signal.aborted && fault) return;
    if (!fault) {
      this.state.transaction(() => {
        this.state.put('event', { ...event, pending_webhooks: 0 });
        this.state.delete('delivery', id);
      });
      return;
    }
    this.postpone(delivery, event.created, fault);
  }

  private postpone(delivery: Delivery, created: number, fault: string): void {
    const attempts = delivery.attempts + 1;
    const giveUp = created + GIVE_UP_AFTER_SECONDS < Date.now() / 1000;
    const delayMs = retryDelayMs(attempts);
    this.log(giveUp ? 'Webhook given up' : 'Webhook not delivered, will be tried again', {
      event: delivery.id,
      attempts,
      fault,
      ...(!giveUp && { delayMs }),
    });
    const next = { ...delivery, attempts, nextAttemptAt: Date.now() + delayMs };
    this.state.transaction(() => {
      if (giveUp) this.state.delete('delivery', delivery.id);
      else this.state.put('delivery', next);
    });
    if (!giveUp) this.schedule(next);
  }

  /** Sends one signed event. Returns what went wrong, if anything. */
  private async post(body: string): Promise<string | undefined> {
    const timestamp = Math.floor(Date.now() / 1000);
    try {
      const answer = await fetch(this.target.url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'Stripe-Signature': signatureHeader(body, this.target.secret, timestamp),
          'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.stopped.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      });
      await answer.body?.cancel();
      return answer.ok ? undefined : `answered ${answer.status}`;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return cause instanceof Error ? cause.message : String(cause);
    }
  }
}
