import type { RowsOf, State } from './state.js';
import { WebhookOutage } from './webhook-outage.js';
import { retryDelayMs } from './webhook-retry.js';

const AT_ONCE = 4;

/** A webhook that is still to be delivered. */
export interface Delivery {
  id: string;
  /** How often it was tried. */
  attempts: number;
  /** Unix milliseconds. */
  nextAttemptAt: number;
}

/** What a provider has of its own in delivering. */
export interface Courier<D extends Delivery> {
  /** Sends it. Returns what went wrong, if anything. */
  post(delivery: D, stopped: AbortSignal): Promise<string | undefined>;
  /** Whether it is not tried again after as many failed attempts as it says. */
  givesUp(delivery: D): boolean;
  /** What changes, within a transaction, when it is delivered. @default nothing */
  delivered?(delivery: D): void;
}

/**
 * Delivers webhooks, a few at a time, each until it is taken. Deliveries are part of the state: what one process has
 * not delivered, the next one does.
 */
export class WebhookSender<Rows extends RowsOf<Rows> & { delivery: Delivery }> {
  private readonly ready: string[] = [];
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly sending = new Set<Promise<void>>();
  private readonly stopped = new AbortController();
  private readonly outage = new WebhookOutage();

  constructor(
    private readonly state: State<Rows>,
    private readonly courier: Courier<Rows['delivery']>,
    private readonly log: (message: string, fields: Record<string, unknown>) => void,
  ) {}

  /** Takes up what is undelivered, and from now on what is new. */
  start(): void {
    for (const delivery of this.state.table('delivery').values()) this.schedule(delivery);
    this.state.onCommit((changes) => {
      for (const [table, id] of changes) {
        const delivery = table === 'delivery' ? this.state.table('delivery').get(id) : undefined;
        if (delivery?.attempts === 0) this.schedule(delivery);
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
      .catch((error: unknown) => this.log('Webhook sender failed', { webhook: id, error }))
      .finally(() => {
        this.sending.delete(sending);
        this.sendNext();
      });
    this.sending.add(sending);
  }

  private async attempt(id: string): Promise<void> {
    const delivery = this.state.table('delivery').get(id);
    if (!delivery) return;
    const fault = await this.courier.post(delivery, this.stopped.signal);
    const isRemarkable = this.outage.isRemarkable(fault, Date.now());
    if (fault !== undefined) return this.postpone(delivery, fault, isRemarkable);
    this.state.transaction(() => {
      this.courier.delivered?.(delivery);
      this.state.delete('delivery', id);
    });
  }

  private postpone(delivery: Rows['delivery'], fault: string, isRemarkable: boolean): void {
    if (this.stopped.signal.aborted) return;
    const attempts = delivery.attempts + 1;
    const delayMs = retryDelayMs(attempts);
    const next = { ...delivery, attempts, nextAttemptAt: Date.now() + delayMs };
    const about = { webhook: delivery.id, attempts, fault };
    if (this.courier.givesUp(next)) {
      this.log('Webhook given up', about);
      return this.state.transaction(() => this.state.delete('delivery', delivery.id));
    }
    if (isRemarkable) this.log('Webhook not delivered, will be tried again', { ...about, delayMs });
    this.state.transaction(() => this.state.put('delivery', next));
    this.schedule(next);
  }
}
