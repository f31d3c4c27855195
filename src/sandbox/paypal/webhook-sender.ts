import type { World } from './endpoint.js';
import { bodyOf } from './events.js';
import type { Delivery } from './state.js';
import { ALGORITHM, certificateUrl } from './webhook-signature.js';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 60_000;
/** PayPal tries for three days. */
const GIVE_UP_AFTER_MS = 3 * 86_400_000;
const ANSWER_WITHIN_MS = 10_000;
const AT_ONCE = 4;

/** How long to wait after the given number of failed attempts, in ms: 0.5 s, 1 s, 2 s … up to a minute. */
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
    private readonly world: World,
    private readonly url: string,
    private readonly log: (message: string, fields: Record<string, unknown>) => void,
  ) {}

  /** Takes up what is undelivered, and from now on what is new. */
  start(): void {
    const { state } = this.world;
    for (const delivery of state.table('delivery').values()) this.schedule(delivery);
    state.onCommit((changes) => {
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
    clearTimeout(this.timers.get(id));
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
    const { state } = this.world;
    const delivery = state.table('delivery').get(id);
    if (!delivery) return;
    const fault = await this.post(delivery);
    if (this.stopped.signal.aborted && fault !== undefined) return;
    if (fault === undefined) state.transaction(() => state.delete('delivery', id));
    else this.postpone(delivery, fault);
  }

  private postpone(delivery: Delivery, fault: string): void {
    const { state } = this.world;
    const attempts = delivery.attempts + 1;
    const delayMs = retryDelayMs(attempts);
    const givesUp = Date.parse(delivery.transmission.time) + GIVE_UP_AFTER_MS < Date.now();
    const message = givesUp ? 'Webhook given up' : 'Webhook not delivered, will be tried again';
    this.log(message, { event: delivery.id, attempts, fault, ...(!givesUp && { delayMs }) });
    const next = { ...delivery, attempts, nextAttemptAt: Date.now() + delayMs };
    state.transaction(() => {
      if (givesUp) state.delete('delivery', delivery.id);
      else state.put('delivery', next);
    });
    if (!givesUp) this.schedule(next);
  }

  /** Sends one event, under the same id and signature at every attempt. Returns what went wrong, if anything. */
  private async post({ id, transmission }: Delivery): Promise<string | undefined> {
    const stored = this.world.state.table('event').get(id);
    if (!stored) return undefined; // too old to be remembered
    try {
      const answer = await fetch(this.url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'PayPal/AUHD-214.0-58456034',
          'PayPal-Transmission-Id': transmission.id,
          'PayPal-Transmission-Time': transmission.time,
          'PayPal-Transmission-Sig': transmission.signature,
          'PayPal-Cert-Url': certificateUrl(this.world.baseUrl),
          'PayPal-Auth-Algo': ALGORITHM,
        },
        body: bodyOf(stored.event),
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
